"""What a test of the marking screen does by hand: find the dialog that stands open, drag a box over a place of a page."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QDialog, QWidget

from casereview.dossier.model import Box
from tests.ui.builders import drag
from ui.marking.page import MarkingPage


def the(page: QWidget, kind: type[QDialog]) -> QDialog:
    """The dialog of a kind that stands open."""
    return next(found for found in page.findChildren(kind) if found.isVisible())


def drag_box(page: MarkingPage, number: int, box: Box) -> None:
    """A real drag over these points of a page."""
    page.view.go(number)
    place = page.view.rect_of(box).toRect()
    drag(page.view, place.topLeft(), place.bottomRight() + QPoint(1, 1))
