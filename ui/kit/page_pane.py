"""The pages of one dossier with all that helps to read them: bar, search, small pictures, settled facts, a second paper beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSplitter

from casereview.dossier.facts.settled import settled
from casereview.dossier.model import Page, Reading
from ui.kit.compare import Compare
from ui.kit.find_bar import FindBar
from ui.kit.layout import column, row, tool
from ui.kit.page_bar import PageBar
from ui.kit.pageview import PageView
from ui.kit.pictures import PageRef
from ui.kit.session import Session
from ui.kit.text_tools import PickText, known
from ui.kit.thumbs import Thumbs
from ui.kit.translate import tr


def key_rows() -> list[tuple[str, str]]:
    """The keys of the pages in words, where a screen has no others for the same."""
    return [
        ("PgDn / PgUp", tr("下一页、上一页")),
        ("Z", tr("按住：放大镜")),
        ("S", tr("页面缩略图")),
        ("H", tr("标出当事人、车牌号和罚款数额")),
        (tr("Shift+拖动"), tr("选取文字，Ctrl+C 复制")),
        ("C", tr("两份文书对照")),
    ]


class PagePane(QFrame):
    """reading: the dossier in view, None while there is none.

    compared   whether a second paper lies beside the page now: the screen may make room
    picks      the key that is held while text is picked with the mouse; without one a drag picks text
    """

    compared = Signal(bool)

    def __init__(
        self,
        session: Session,
        reading: Callable[[], Reading | None],
        picks: Qt.KeyboardModifier = Qt.KeyboardModifier.ShiftModifier,
    ) -> None:
        super().__init__()
        self._reading = reading
        theme = session.theme
        self.view = PageView(session.pictures, theme)
        self.bar = PageBar(self.view, theme)
        self.finding = FindBar(self.view, self._pages, theme)
        self.picking = PickText(self.view, self._pages, picks)
        self.thumbs = Thumbs(self.view, session.pictures, theme)
        self.compare = Compare(session, self.view, reading, picks)
        self.compare.closed.connect(self.toggle_compare)
        self._looked_at = self.view
        for view in (self.view, self.compare.view):
            view.installEventFilter(self)
        self._known = tool("target", self.tr("标出当事人、车牌号和罚款数额  H"), self.show_known, theme)
        self._known.setCheckable(True)
        for each in (
            tool("search", self.tr("查找  Ctrl+F"), self.finding.begin, theme),
            tool("file", self.tr("页面缩略图  S"), self.thumbs.toggle, theme),
            self._known,
            tool("columns-2", self.tr("两份文书对照  C"), self.toggle_compare, theme),
        ):
            each.setProperty("kept", True)
            self.bar.more.addWidget(each)
        beside = row(self.thumbs, self.view, gap=0)
        beside.setStretch(1, 1)
        page = QFrame()
        page.setLayout(beside)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(page)
        self.split.addWidget(self.compare)
        self.split.setChildrenCollapsible(False)
        for n in (0, 1):
            self.split.setStretchFactor(n, 1)
        self.compare.hide()
        self.compare.strip.hide()
        whole = column(self.bar, self.finding, self.compare.strip, self.split, gap=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)

    def _pages(self) -> Sequence[Page]:
        reading = self._reading()
        return reading.pages if reading is not None else ()

    def show_pages(self, pages: Sequence[PageRef], page: int = 0, name: str = "") -> None:
        """Of the dossier that is read now; see PageView.show_pages."""
        self.view.show_pages(pages, page, name)
        self.compare.show_dossier()
        self.show_known()
        self.finding.look_again()

    @property
    def looked_at(self) -> PageView:
        """The page one works on: of the two that lie side by side the one that had the focus last."""
        return self._looked_at

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, PageView):
            self._looked_at = watched
        return False

    def toggle_known(self) -> None:
        self._known.toggle()
        self.show_known()

    def show_known(self) -> None:
        """Settled facts wherever they stand, or none of them."""
        reading = self._reading() if self._known.isChecked() else None
        found = known(reading.pages, settled(reading)) if reading is not None else []
        self.view.show_known(found)
        self.compare.view.show_known(found)

    def toggle_compare(self) -> None:
        """Another paper beside the page."""
        on = self.compare.isHidden()
        self.compare.setVisible(on)
        self.compare.strip.setVisible(on)
        self.compared.emit(on)
        if on:
            self.split.setSizes([self.width() // 2, self.width() // 2])
            self.compare.show_dossier()
            self.show_known()
        else:
            self.compare.hide_differences()
            self._looked_at = self.view
            self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Where no screen has other keys: what the page view itself does not use."""
        deeds = {
            Qt.Key.Key_S: self.thumbs.toggle,
            Qt.Key.Key_H: self.toggle_known,
            Qt.Key.Key_C: self.toggle_compare,
        }
        deed = deeds.get(Qt.Key(event.key())) if not event.modifiers() else None
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)
