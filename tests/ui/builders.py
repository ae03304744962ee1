"""Small real things for window tests: PDFs with Chinese text, page references to them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.kit.pictures import PageRef

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def pdf_of(folder: Path, name: str, *pages: str) -> Path:
    """An A4 PDF with these texts, one a page, in an embedded font, that any reader opens."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from casereview.words import RESOURCES

    if "WindowTests" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("WindowTests", str(RESOURCES / "fonts" / "CaseReviewSong.ttf")))
    file = folder / f"{name}.pdf"
    canvas = Canvas(str(file), pagesize=(595, 842))
    for text in pages:
        canvas.setFont("WindowTests", 22)
        head, *lines = text.split("\n")
        canvas.drawCentredString(297, 760, head)
        canvas.setFont("WindowTests", 14)
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 28 * number, line)
        canvas.showPage()
    canvas.save()
    return file


def refs_of(file: Path, pages: int) -> list[PageRef]:
    return [PageRef(file, "pdf", number, 595, 842, "f" * 64) for number in range(1, pages + 1)]


def drag(area: QAbstractScrollArea, start: QPoint, end: QPoint, *, shift: bool = False) -> None:
    """A rectangle with the left button on the viewport; with Shift, text from line to line."""
    port, held = area.viewport(), Qt.KeyboardModifier.ShiftModifier if shift else PLAIN
    QTest.mousePress(port, LEFT, held, start)
    QTest.mouseMove(port, end)
    QTest.mouseRelease(port, LEFT, held, end)


def click(widget: QWidget, at: QPoint | None = None) -> None:
    QTest.mouseClick(widget, LEFT, PLAIN, at if at is not None else widget.rect().center())


def press(widget: QWidget, *keys: Qt.Key | str, control: bool = False) -> None:
    """Keys one after the other, as from the keyboard."""
    with_it = Qt.KeyboardModifier.ControlModifier if control else PLAIN
    for key in keys:
        if isinstance(key, str):
            QTest.keyClicks(widget, key, with_it)
        else:
            QTest.keyClick(widget, key, with_it)
