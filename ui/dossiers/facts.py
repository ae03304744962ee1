"""要素: each fact with the crop of the page it was read from; a person accepts it, puts it right or types what was not read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from casereview.dossier import actions
from casereview.dossier.facts.doubts import Doubt, doubts
from casereview.dossier.model import Box, Fact, FactState, Page, Reading
from casereview.files import Files
from casereview.text import fold
from ui.dossiers.crop import Crop
from ui.dossiers.fact_form import FactForm, Typed
from ui.kit.layout import button, column, label, row, scaled
from ui.kit.palette import matches
from ui.kit.pictures import PageRef, page_refs
from ui.kit.say import word
from ui.kit.session import Session

_MARKS = {FactState.CONFIRMED: "✓ ", FactState.CORRECTED: "✎ "}
_NUMBER = Qt.ItemDataRole.UserRole


class Say(Protocol):
    """Says a word about the dossier in view, so that it can be undone."""

    def __call__(self, text: str, action: Callable[..., Any], /, *args: Any, **named: Any) -> None: ...


def fact_title(session: Session, name: str) -> str:
    """The name of a fact in words; the code itself where it has none."""
    return word(session, "fact", name)


def fact_text(session: Session, fact: Fact) -> str:
    """The value in words: codes by their names, the parts of a value one after the other."""
    if isinstance(fact.value, dict):
        parts = [
            str(part).lower() if isinstance(part, bool) else str(part) for part in fact.value.values() if part != ""
        ]
        return "　".join(word(session, "value", part) for part in parts if part != "None")
    return word(session, "domain" if fact.name == "domain" else "value", str(fact.value))


class Facts(QWidget):
    """go: (page, box, name). Keys in the list: Y accepts, E or Enter corrects, Delete denies, Insert types one by hand."""

    go = Signal(int, object, str)

    def __init__(self, session: Session, say: Say) -> None:
        super().__init__()
        self._session, self._say = session, say
        self._dossier = ""
        self._facts: list[Fact] = []
        self._items: list[QTreeWidgetItem] = []
        self._pages: Sequence[Page] = ()
        self._refs: list[PageRef] = []
        self._doubts: dict[int, tuple[Doubt, ...]] = {}
        self._papers: dict[str, str] = {}
        self._page = 1
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("筛选要素：名称、拼音首字母或内容"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._narrow)
        self.open = button(self.tr("待核对"), self._narrow, "chip")
        self.open.setCheckable(True)
        self.open.setToolTip(self.tr("只列有疑点或还没有人核实的"))
        self.list = self._list()
        self.crop = Crop(session)
        self.where = self._line("small")
        self.doubt = self._line("warning")
        self.none = label("", "soft", wrap=True)
        self.form = FactForm(session)
        self.form.kept.connect(self._keep)
        self.form.left.connect(lambda: self.list.setFocus())
        self.setFocusProxy(self.list)
        self.setLayout(column(row(self.filter, self.open), self.none, self._parts(), self._buttons(), gap=2, margin=2))

    def _parts(self) -> QSplitter:
        """The list, and below it what is said of the chosen fact or the form in its place: each has a bar where it is long."""
        detail = QWidget()
        detail.setObjectName("clear")
        detail.setLayout(column(self.form, self.crop, self.where, self.doubt, None, gap=2))
        self.below = QScrollArea()
        self.below.setWidgetResizable(True)
        self.below.setFrameShape(QFrame.Shape.NoFrame)
        self.below.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.below.setWidget(detail)
        parts = QSplitter(Qt.Orientation.Vertical)
        for number, each in enumerate((self.list, self.below)):
            parts.addWidget(each)
            parts.setCollapsible(number, False)
        parts.setStretchFactor(0, 1)
        parts.setSizes([scaled(300), scaled(210)])
        return parts

    def _line(self, style: str) -> Any:
        made = label("", style, wrap=True, select=True)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return made

    def _list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setObjectName("flat")
        made.setAccessibleName(self.tr("要素"))
        made.setColumnCount(2)
        made.setHeaderLabels([self.tr("要素"), self.tr("值（原文）")])
        made.setRootIsDecorated(False)
        made.setAlternatingRowColors(True)
        made.setUniformRowHeights(True)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        made.header().setStretchLastSection(True)
        made.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        made.currentItemChanged.connect(lambda *_: self._show())
        made.itemDoubleClicked.connect(lambda *_: self._correct())
        made.installEventFilter(self)
        return made

    def _buttons(self) -> Any:
        self.accept = button(self.tr("属实"), self._accept, "main")
        self.correct = button(self.tr("更正…"), self._correct)
        self.deny = button(self.tr("没有此项"), self._deny)
        self.add = button(self.tr("手工填写…"), self.type_one)
        for made, key in ((self.accept, "Y"), (self.correct, "E"), (self.deny, "Delete"), (self.add, "Insert")):
            made.setToolTip(f"{made.text().rstrip('…')}  {key}")
        return row(self.add, None, self.deny, self.correct, self.accept)

    # showing -------------------------------------------------------------------------------------------------------

    def show_reading(self, dossier: str, reading: Reading) -> None:
        """The same fact stays chosen when the same dossier is shown anew."""
        kept = self._number() if dossier == self._dossier else 0
        if dossier != self._dossier:
            self.form.hide()
            self.filter.clear()
        self._dossier = dossier
        self._facts, self._pages = list(reading.facts), reading.pages
        self._refs = page_refs(Files.of(self._session.db), reading)
        self._doubts = doubts(reading)
        self._papers = {paper.id: paper.title for paper in reading.papers}
        self._fill(kept)

    def show_page(self, page: int) -> None:
        """The page in view: what is typed by hand stands there."""
        self._page = page
        self.form.show_page(page)

    def _fill(self, chosen: int) -> None:
        with QSignalBlocker(self.list):
            self.list.clear()
            self._items = [self._item(number, fact) for number, fact in enumerate(self._facts)]
            self.list.addTopLevelItems(self._items)
            self._share_width()
            self._narrow(chosen=min(chosen, len(self._facts) - 1))
        self.none.setText("" if self._facts else self.tr("没有读到要素。扫描页可先识别文字，也可以手工填写。"))
        self.none.setVisible(not self._facts)
        self._show(turn=False)

    def _share_width(self) -> None:
        """Names as long as they are, but values have more than half."""
        names = max(self.list.sizeHintForColumn(0), scaled(80))
        self.list.setColumnWidth(0, min(names, max(self.list.width() * 2 // 5, scaled(80))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _item(self, number: int, fact: Fact) -> QTreeWidgetItem:
        title, text = fact_title(self._session, fact.name), fact_text(self._session, fact)
        mark = self.tr("〔台账〕") if fact.from_ledger else _MARKS.get(fact.state, "")
        if number in self._doubts:
            mark = f"⚠ {mark}"
        original = " ".join(fact.text.split())
        shown = text if fold(original) in ("", fold(text), fold(str(fact.value))) else f"{text}（{original}）"
        item = QTreeWidgetItem([f"{mark}{title}", shown])
        item.setData(0, _NUMBER, number)
        for place in (0, 1):
            item.setToolTip(place, "\n".join(filter(None, (title, shown, self._papers.get(fact.paper, "")))))
        if number in self._doubts:
            item.setForeground(0, QBrush(self._session.theme.color("amber")))
        return item

    def _narrow(self, _: object = None, *, chosen: int = -1) -> None:
        """What the filter leaves; the chosen fact, or else the first that is left."""
        wanted = self.filter.text().strip()
        first = None
        for item in self._items:
            number = item.data(0, _NUMBER)
            fits = not wanted or matches(wanted, item.text(0)) or fold(wanted) in fold(item.text(1))
            waits = self._facts[number].state is FactState.READ or number in self._doubts
            item.setHidden(not fits or (self.open.isChecked() and not waits))
            if not item.isHidden() and (first is None or number == chosen):
                first = item
        now = self._chosen()
        if first is not None and (chosen >= 0 or now is None or now.isHidden()):
            self.list.setCurrentItem(first)

    def _chosen(self) -> QTreeWidgetItem | None:
        return self.list.currentItem()

    def _number(self) -> int:
        item = self._chosen()
        return int(item.data(0, _NUMBER)) if item is not None else -1

    def choose(self, number: int) -> None:
        """The fact at that place of the reading."""
        if 0 <= number < len(self._items):
            self.list.setCurrentItem(self._items[number])

    @property
    def fact(self) -> Fact | None:
        """The one that is chosen."""
        number = self._number()
        return self._facts[number] if 0 <= number < len(self._facts) else None

    def _show(self, turn: bool = True) -> None:
        fact = self.fact
        for each in (self.correct, self.deny):
            each.setEnabled(fact is not None)
        self.accept.setEnabled(fact is not None and fact.state is FactState.READ)
        self.doubt.setVisible(False)
        if fact is None:
            self.crop.show_place(None, None)
            self.where.setText("")
            return
        ref = self._refs[fact.page - 1] if 0 < fact.page <= len(self._refs) else None
        self.crop.show_place(ref, fact.place.box)
        self.where.setText(self._said_where(fact))
        said = [self._doubt(doubt) for doubt in self._doubts.get(self._number(), ())]
        self.doubt.setText("\n".join(f"⚠ {sentence}" for sentence in said))
        self.doubt.setVisible(bool(said))
        if turn and fact.page:
            self.go.emit(fact.page, fact.place.box, fact_title(self._session, fact.name))

    def _said_where(self, fact: Fact) -> str:
        states = {
            FactState.READ: self.tr("程序读出，把握 {} %").format(round(fact.confidence * 100)),
            FactState.CONFIRMED: self.tr("已核实"),
            FactState.CORRECTED: self.tr("已更正"),
        }
        if fact.from_ledger:
            return self.tr("来自台账，案卷中没有读到：{}").format(fact.text)
        if not fact.page:
            return self.tr("来自台账 · {}").format(states[fact.state])
        paper = self._papers.get(fact.paper, "")
        where = self.tr("{} 第 {} 页 · {}").format(paper, fact.page, states[fact.state]).strip()
        original = " ".join(fact.text.split())
        return f"{where}\n{self.tr('原文：{}').format(original)}" if original else where

    def _doubt(self, doubt: Doubt) -> str:
        values: dict[str, list[int]] = {}
        for other in doubt.others:
            values.setdefault(fact_text(self._session, other), []).append(other.page)
        said = [
            self.tr("第 {} 页“{}”").format("、".join(map(str, dict.fromkeys(pages))), text)
            for text, pages in values.items()
        ]
        parameters = dict(doubt.parameters) | ({"others": "；".join(said)} if said else {})
        return self._session.say(f"fact_doubt.{doubt.code}", **parameters)

    # acting --------------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        """True; on to the next one that nobody has looked at."""
        fact = self.fact
        if fact is not None and fact.state is FactState.READ:
            self._say(self.tr("核实要素"), actions.confirm_fact, fact)
            self._on()

    def _on(self) -> None:
        for item in self._items[self._number() + 1 :]:
            if not item.isHidden() and self._facts[item.data(0, _NUMBER)].state is FactState.READ:
                self.list.setCurrentItem(item)
                return

    def _correct(self) -> None:
        if (fact := self.fact) is not None:
            self.form.correct(fact)
            self.below.verticalScrollBar().setValue(0)

    def _deny(self) -> None:
        """There is no such thing there."""
        if (fact := self.fact) is not None:
            named = {"place": fact.place, "paper": fact.paper, "page": fact.page, "was": fact.value}
            self._say(self.tr("删去要素"), actions.correct_fact, fact.name, None, **named)

    def type_one(self) -> None:
        """A fact that was not read, on the page in view."""
        self.form.add(self._page)
        self.below.verticalScrollBar().setValue(0)

    def box_drawn(self, page: int, box: Box) -> None:
        """A box on the page is the place of the fact being typed, or the beginning of a new one."""
        words = words_in(self._pages[page - 1], box) if 0 < page <= len(self._pages) else ""
        if self.form.isVisible():
            self.form.place(page, box, words)
        else:
            self.form.add(page, box, words)

    def _keep(self, said: Typed) -> None:
        fact = said.before
        if fact is None:
            where = {"page": said.page, "box": said.box, "text": said.text}
            self._say(self.tr("填写要素"), actions.add_fact, said.name, said.value, **where)
            return
        named = {"place": fact.place, "paper": fact.paper, "page": fact.page, "was": fact.value}
        self._say(self.tr("更正要素"), actions.correct_fact, said.name, said.value, **named)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            keys = Qt.Key
            do = {
                keys.Key_Y: self._accept, keys.Key_E: self._correct, keys.Key_Return: self._correct,
                keys.Key_Enter: self._correct, keys.Key_F2: self._correct, keys.Key_Delete: self._deny,
                keys.Key_Insert: self.type_one, keys.Key_A: self.type_one,
            }.get(Qt.Key(event.key()))  # fmt: skip
            if do is not None:
                do()
                return True
        return super().eventFilter(watched, event)


def words_in(page: Page, box: Box) -> str:
    """The text whose middle lies in a box, line by line; "" of a page without text."""
    found = []
    for run in page.runs:
        middle = (run.box.y0 + run.box.y1) / 2
        if not box.y0 <= middle <= box.y1:
            continue
        inside = [n for n in range(len(run.text)) if box.x0 <= _middle(run.part(n, n + 1)) <= box.x1]
        if inside:
            found.append(run.text[inside[0] : inside[-1] + 1].strip())
    return "".join(found)


def _middle(box: Box) -> float:
    return (box.x0 + box.x1) / 2
