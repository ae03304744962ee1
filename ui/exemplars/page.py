"""案例库: the cards with search and facets, an entry beside them, and the way to the redaction desk."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from casereview.changes import Changes
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.exemplars import actions
from casereview.exemplars.model import Card
from casereview.progress import Progress
from ui.exemplars.desk import RedactionDesk
from ui.exemplars.entry import CardLine, Entry
from ui.kit.ask import Ask, choice, fill, line
from ui.kit.layout import Empty, button, clear, column, label, row
from ui.kit.page import Page
from ui.kit.say import unit_names, word
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource


class ExemplarsPage(Page):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._kind, self._card = "", ""
        self.search = line("", self.tr("搜索案例"), self.tr("搜索：案由、文书、法条、评析……"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _: self._show_cards())
        self.tag = choice([], name=self.tr("标签"))
        self.tag.currentIndexChanged.connect(lambda _: self._show_cards())
        self.chips: dict[str, QPushButton] = {}
        self.list: QVBoxLayout = column(gap=2)
        self.count = label("", "small")
        self.entry = Entry(session)
        self.desk = RedactionDesk(session)
        self.desk.left.connect(self._back)
        self.desk.made.connect(self._made)
        self._cards: list[Card] = []
        self.stack = QStackedWidget()
        make = button(self.tr("选一卷做成案例"), self.ask_make, "main")
        text = self.tr("挑选优秀的或有教益的案卷，遮去个人信息、写上评注，经第二人核对后进入案例库，可导出给培训用。")
        self.stack.addWidget(Empty(session.theme, "library", self.tr("案例库还是空的"), text, make))
        self.stack.addWidget(self._library())
        self.stack.addWidget(self.desk)
        self.setLayout(column(self.stack))
        self.command(self.tr("选一卷做成案例…"), self.ask_make)
        self.command(self.tr("导出网页文件夹…"), self.ask_export)

    def _library(self) -> QSplitter:
        left = QWidget()
        chips = row(gap=1)
        for kind, name in (
            ("", self.tr("全部")),
            ("good", word(self.session, "exemplar", "good")),
            ("bad", word(self.session, "exemplar", "bad")),
        ):
            chip = button(name, partial(self._filter, kind), "chip")
            chip.setCheckable(True)
            chip.setChecked(kind == "")
            self.chips[kind] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(column(self.list, None))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        buttons = row(
            button(self.tr("选一卷做成案例…"), self.ask_make, "main"),
            button(self.tr("导出网页文件夹…"), self.ask_export),
            None,
        )
        body = column(buttons, self.search, row(chips, self.tag), gap=2, margin=3)
        body.addWidget(scroll, 1)
        body.addWidget(self.count)
        left.setLayout(body)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.entry)
        split.setSizes([360, 900])
        split.setChildrenCollapsible(False)
        return split

    # showing -------------------------------------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if not changes.exemplars:
            return
        self._cards = actions.cards(self.session.db)
        tags = sorted({tag for card in self._cards for tag in card.tags})
        fill(self.tag, [(self.tr("所有标签"), ""), *((tag, tag) for tag in tags)], self.tag.currentData())
        if self.stack.currentIndex() != 2:
            self.stack.setCurrentIndex(1 if self._cards else 0)
        self._show_cards()

    def _filter(self, kind: str) -> None:
        self._kind = kind
        for name, chip in self.chips.items():
            chip.setChecked(name == kind)
        self._show_cards()

    def _show_cards(self) -> None:
        found = actions.search(self.session.db, self.search.text(), kind=self._kind, tag=self.tag.currentData() or "")
        clear(self.list)
        self.lines = [CardLine(self.session, card) for card in found]
        for each in self.lines:
            each.chosen.connect(self.show_card)
            self.list.addWidget(each)
        self.count.setText(self.tr("{} 个案例，显示 {} 个").format(len(self._cards), len(found)))
        if found:
            here = next((card.id for card in found if card.id == self._card), found[0].id)
            self.show_card(here)

    def show_card(self, ident: str) -> None:
        self._card = ident
        card = next((card for card in self._cards if card.id == ident), None)
        if card is not None:
            self.entry.show_card(card)
        for each in self.lines:
            each.mark(each.card.id == ident)

    def _back(self) -> None:
        self.stack.setCurrentIndex(1 if self._cards else 0)

    def _made(self, card: Card) -> None:
        self._card = card.id
        self.stack.setCurrentIndex(1)
        self._show_cards()

    # asking --------------------------------------------------------------------------------------------------------

    def ask_make(self) -> None:
        """Which dossier? Double click or Enter takes it."""
        names = unit_names(self.session)
        columns = (
            Column[Dossier](self.tr("单位"), lambda d: names.get(d.unit, d.unit), "unit", 16),
            Column[Dossier](self.tr("案号"), lambda d: d.case_no or d.name, "case"),
            Column[Dossier](self.tr("案由"), lambda d: d.cause or "—", "cause", 24),
            Column[Dossier](self.tr("页数"), lambda d: d.pages, "pages", 6, number=True),
            Column[Dossier](self.tr("得分"), lambda d: d.score or "—", "score", 8, number=True),
            Column[Dossier](self.tr("等次"), lambda d: word(self.session, "grade", d.grade), "grade", 8),
        )
        every = dossiers.dossiers(self.session.db, limit=20_000)
        every.sort(key=lambda d: (d.score is None, d.name))
        table = Table(self.session, self.tr("案卷"), columns, ListSource(columns, every))
        table.setMinimumHeight(self.fontMetrics().height() * 18)
        if every:
            table.view.selectRow(0)

        def take() -> bool:
            chosen = table.values()
            if chosen:
                self.open_desk(chosen[0].id)
            return bool(chosen)

        ask = Ask(self, self.tr("选一卷做成案例"), table, ok=self.tr("开始脱敏"), do=take)
        table.opened.connect(lambda _: ask.agree())
        ask.resize(self.fontMetrics().height() * 48, ask.sizeHint().height())
        ask.open()

    def open_desk(self, ident: str) -> None:
        self.stack.setCurrentIndex(2)
        self.desk.open(ident)

    def ask_export(self) -> None:
        start = str(self.session.workspace.exports)
        name = QFileDialog.getExistingDirectory(self, self.tr("把案例库网页放在哪个文件夹"), start)
        if name:
            self.export(Path(name))

    def export(self, folder: Path) -> None:
        """All released cards, into a folder of its own."""
        workspace, language = self.session.workspace, self.session.language

        def work(progress: Progress) -> list[Path]:
            db = workspace.connect()
            try:
                return actions.export_html(db, None, folder, language=language)
            finally:
                db.close()

        self.session.jobs.start(self.session.task(self.tr("导出网页文件夹"), work))

    def arrive(self, argument: object) -> None:
        """("desk", dossier id), or a card's id."""
        if isinstance(argument, tuple) and argument[0] == "desk":
            self.open_desk(str(argument[1]))
        elif isinstance(argument, str) and argument:
            self.show_card(argument)
