"""What the text of a page is good for: words picked with Shift and a drag and copied, and settled facts shown wherever they stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent

from casereview.dossier.model import Fact, Page
from ui.kit.find_bar import hits
from ui.kit.folds import Folds
from ui.kit.overlays import Overlay

if TYPE_CHECKING:
    from ui.kit.pageview import PageView

KNOWN = ("party.name", "vehicle_plate", "decision.amount")
_LEAST = 2  # characters: a shorter value stands everywhere and says nothing

Span = tuple[int, int, int]  # line of the page, first character, the one after the last


class PickText(QObject):
    """A drag picks text as it is read, from line to line; Ctrl+C copies it.

    pages: of the dossier in view · held: the key that makes a drag pick text, none where a drag does nothing else
    """

    def __init__(
        self,
        view: PageView,
        pages: Callable[[], Sequence[Page]],
        held: Qt.KeyboardModifier = Qt.KeyboardModifier.ShiftModifier,
    ) -> None:
        super().__init__(view)
        self._view, self._pages, self._held = view, pages, held
        self._start: QPointF | None = None
        self.text = ""
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        pressed = event if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) else None
        if pressed is not None and self.text and pressed.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text)
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            ours = event.modifiers() & self._held == self._held and event.button() == Qt.MouseButton.LeftButton
            self._start = event.position() if ours and self._has_text() else None
            self._show([])
            return self._start is not None
        if self._start is None:
            return False
        self._pick(self._start, event.position())
        if kind == QEvent.Type.MouseButtonRelease:
            self._start = None
        return True

    def _has_text(self) -> bool:
        pages, number = self._pages(), self._view.page
        return 1 <= number <= len(pages) and bool(pages[number - 1].runs)

    def _pick(self, start: QPointF, end: QPointF) -> None:
        pages, number = self._pages(), self._view.page
        back, ok = self._view.transform().inverted()
        if ok and 1 <= number <= len(pages):
            self._show(between(pages[number - 1], back.map(start), back.map(end)))

    def _show(self, spans: Sequence[Span]) -> None:
        pages, number = self._pages(), self._view.page
        runs = pages[number - 1].runs if 1 <= number <= len(pages) else ()
        self.text = "\n".join(runs[line].text[first:last] for line, first, last in spans)
        boxes = [Overlay(number, runs[line].part(first, last), "picked") for line, first, last in spans]
        self._view.show_picked(boxes)


def between(page: Page, start: QPointF, end: QPointF) -> list[Span]:
    """What lies between two points of a page in reading order; empty where the page has no text."""
    if not page.runs:
        return []
    first, last = sorted((_place(page, start), _place(page, end)))
    spans: list[Span] = []
    for line in range(first[0], last[0] + 1):
        begin = first[1] if line == first[0] else 0
        stop = last[1] if line == last[0] else len(page.runs[line].text)
        if stop > begin:
            spans.append((line, begin, stop))
    return spans


def _place(page: Page, point: QPointF) -> tuple[int, int]:
    """The line next to a point, and the gap between two of its characters."""

    def far(number: int) -> float:
        box = page.runs[number].box
        across = max(box.x0 - point.x(), 0, point.x() - box.x1)
        down = max(box.y0 - point.y(), 0, point.y() - box.y1)
        return across + 4 * down  # a line beside the pointer is meant rather than one above it

    line = min(range(len(page.runs)), key=far)
    run = page.runs[line]
    gaps = [run.part(0, n).x1 for n in range(1, len(run.text) + 1)]
    return line, min(range(len(gaps) + 1), key=lambda n: abs((gaps[n - 1] if n else run.box.x0) - point.x()))


def known(pages: Sequence[Page], facts: Mapping[str, Fact]) -> list[Overlay]:
    """Party, plate and amount of the penalty wherever they stand, of facts that are settled."""
    words = {word for name in KNOWN if name in facts for word in _words(facts[name])}
    folds = Folds()
    return [
        Overlay(hit.page, box, "known")
        for word in sorted(words)
        if len(word) >= _LEAST
        for hit in hits(pages, word, folds)
        for box in hit.boxes
    ]


def _words(fact: Fact) -> set[str]:
    """A value as papers write it; an amount with and without its commas: 3000.00 stands as 3000 and 3,000."""
    said = str(fact.value)
    if fact.name != "decision.amount":
        return {said}
    whole = said.rstrip("0").rstrip(".") if "." in said else said
    before, point, after = whole.partition(".")
    return {whole, f"{int(before):,}{point}{after}"} if before.isdecimal() else {whole}
