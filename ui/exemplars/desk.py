"""The redaction desk: the page at the left, what was found at the right, the words of the card below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSplitter, QTabWidget, QVBoxLayout, QWidget

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box, Dossier
from casereview.exemplars import actions
from casereview.exemplars.card import Desk
from casereview.exemplars.model import Card
from casereview.files import Files
from casereview.privacy.model import Found
from casereview.progress import Progress
from ui.exemplars.entry import split_tags
from ui.exemplars.found import FoundList
from ui.kit.ask import choice, form, line, lines, tell, wrong
from ui.kit.layout import button, clear, column, label, row, tool
from ui.kit.page_bar import PageBar
from ui.kit.pageview import Overlay, PageView
from ui.kit.pictures import page_refs
from ui.kit.session import Session


class RedactionDesk(QWidget):
    """left: the person goes back to the library · made: a card was drawn."""

    left = Signal()
    made = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.dossier: Dossier | None = None
        self.desk: Desk | None = None
        self.extra: list[tuple[int, Box]] = []
        self.seen: set[int] = set()
        self.view = PageView(session.pictures, session.theme)
        self.view.box_drawn.connect(self.add_box)
        self.view.overlay_clicked.connect(self._clicked)
        self.head = label("", "big")
        self.about = label("", "soft", wrap=True)
        self.found = FoundList(session)
        self.found.asked.connect(self._go_to)
        self.found.changed.connect(self._show_boxes)
        self.pages_box: QVBoxLayout = column(gap=1)
        self.boxes_box: QVBoxLayout = column(gap=1)
        self.title, self.tags = line(), line("", "", self.tr("如：听证、送达、优秀文书"))
        self.kind = choice([(self.tr("优秀范例"), "good"), (self.tr("问题案例"), "bad")], name=self.tr("类别"))
        self.summary = lines("", "", self.tr("事情经过，用代称；写了真名也会自动替换"), rows=5)
        self.points = lines("", "", self.tr("好在哪里，或错在哪里、依据什么"), rows=5)
        self.problem = wrong()
        self.make_button = button(self.tr("生成条目"), self.make, "main")
        self.make_button.setToolTip(self.tr("逐页重画：框下的像素被覆盖，文字层按代称重写，然后检验"))
        body = column(self._top(), gap=0)
        body.addWidget(self._split(), 1)
        self.setLayout(body)

    def _top(self) -> QFrame:
        back = tool("arrow-left", self.tr("回到案例库"), self.left.emit, self._session.theme)
        top = QFrame()
        top.setObjectName("strip")
        names = column(self.head, self.about, gap=0)
        inside = row(back, gap=3, margin=2)
        inside.addLayout(names, 1)
        inside.addWidget(self.make_button)
        top.setLayout(inside)
        return top

    def _split(self) -> QSplitter:
        left = QWidget()
        box = column(PageBar(self.view, self._session.theme), gap=0)
        box.addWidget(self.view, 1)
        left.setLayout(box)
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self._redactions(), self.tr("遮盖"))
        tabs.addTab(self._words(), self.tr("文字"))
        self.tabs = tabs
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(tabs)
        split.setSizes([640, 460])
        split.setChildrenCollapsible(False)
        return split

    def _redactions(self) -> QWidget:
        holder = QWidget()
        note = label(
            self.tr("打勾的会遮盖，同一人、同一号码的各处一并处理。漏掉的在页面上拖框补上。"), "soft", wrap=True
        )
        box = column(note, gap=2, margin=3)
        box.addWidget(self.found, 1)
        box.addLayout(self.boxes_box)
        box.addLayout(self.pages_box)
        holder.setLayout(box)
        return holder

    def _words(self) -> QScrollArea:
        holder = QWidget()
        holder.setObjectName("clear")
        fields = form(
            (self.tr("标题"), self.title),
            (self.tr("类别"), self.kind),
            (self.tr("标签"), self.tags),
            (self.tr("案情摘要"), self.summary),
            (self.tr("评析要点"), self.points),
        )
        holder.setLayout(column(fields, self.problem, None, gap=3, margin=3))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        return scroll

    # opening -------------------------------------------------------------------------------------------------------

    def open(self, ident: str) -> None:
        """Look through a dossier on the working thread; the page shows at once."""
        db = self._session.db
        self.dossier = dossiers.get(db, ident)
        self.desk = None
        self.extra, self.seen = [], set()
        self.view.show_pages(page_refs(Files.of(db), dossiers.reading(db, ident)))
        self.head.setText(self.dossier.case_no or self.dossier.name)
        self.about.setText(self.tr("正在查找个人信息…"))
        self.found.show_found([])
        self.title.setText(actions.about(self.dossier))
        for field in (self.summary, self.points):
            field.clear()
        self.tags.clear()
        self.kind.setCurrentIndex(self.kind.findData("bad" if self.dossier.grade == "fail" else "good"))
        self.make_button.setEnabled(False)
        self._show_extra()
        workspace = self._session.workspace

        def work(progress: Progress) -> Desk:
            own = workspace.connect()
            try:
                return actions.desk(own, ident)
            finally:
                own.close()

        job = self._session.task(self.tr("查找个人信息"), work)
        job.succeeded.connect(self.show_desk)
        self._session.jobs.start(job)

    def show_desk(self, desk: Desk) -> None:
        if self.dossier is None or desk.dossier != self.dossier.id:
            return
        self.desk = desk
        said = self.tr("找到 {} 人或号码，共 {} 处；{} 页没有文字，只能由人看。")
        self.about.setText(said.format(len(desk.entities), len(desk.found), len(desk.unread)))
        self.found.show_found(desk.found)
        self._show_unread(desk)
        self._show_boxes()
        self.make_button.setEnabled(True)

    def _show_unread(self, desk: Desk) -> None:
        clear(self.pages_box)
        if not desk.unread:
            return
        text = self.tr("没有文字的页：看过、该遮的都画了框，再打勾；不打勾的页不收入条目。")
        self.pages_box.addWidget(label(text, "warning", wrap=True))
        line_ = None
        for place, page in enumerate(desk.unread):
            if place % 3 == 0:
                line_ = row(gap=2)
                self.pages_box.addLayout(line_)
            assert line_ is not None
            box = QCheckBox(self.tr("第 {} 页看过").format(page))
            box.toggled.connect(partial(self._saw, page))
            go = tool(
                "eye", self.tr("看第 {} 页").format(page), partial(self.view.go, page), self._session.theme, size=14
            )
            line_.addWidget(box)
            line_.addWidget(go)
        if line_ is not None:
            line_.addStretch(1)

    def _saw(self, page: int, on: bool) -> None:
        (self.seen.add if on else self.seen.discard)(page)
        if on:
            self.view.go(page)

    # boxes ---------------------------------------------------------------------------------------------------------

    def add_box(self, page: int, box: Box) -> None:
        """A box drawn by hand: a signature, a seal, a face, or a name that was missed."""
        self.extra.append((page, box))
        self._show_extra()
        self._show_boxes()

    def drop_box(self, number: int) -> None:
        del self.extra[number]
        self._show_extra()
        self._show_boxes()

    def _show_extra(self) -> None:
        clear(self.boxes_box)
        if not self.extra:
            return
        self.boxes_box.addWidget(label(self.tr("人工画的框"), "heading"))
        for number, (page, box) in enumerate(self.extra):
            name = self.tr("第 {} 页").format(page)
            go = button(name, partial(self.view.go, page, box), "link")
            gone = tool("x", self.tr("去掉这个框"), partial(self.drop_box, number), self._session.theme, size=14)
            self.boxes_box.addLayout(row(go, gone, None))

    def _show_boxes(self) -> None:
        shown = [
            Overlay(one.page, box, "mark" if one.entity not in self.found.out else "hint", "", one.entity.text)
            for one in (self.desk.found if self.desk else ())
            for box in one.boxes
        ]
        shown += [Overlay(page, box, "draft", self.tr("人工")) for page, box in self.extra]
        self.view.show_overlays(shown)

    def _go_to(self, one: Found) -> None:
        self.view.go(one.page, one.boxes[0] if one.boxes else None)

    def _clicked(self, key: str) -> None:
        entity = next((e for e in self.desk.entities if e.text == key), None) if self.desk else None
        if entity is not None:
            self.tabs.setCurrentIndex(0)
            self.found.select(entity)

    # making --------------------------------------------------------------------------------------------------------

    def make(self) -> None:
        if self.desk is None or self.dossier is None:
            return
        if not self.title.text().strip():
            self.tabs.setCurrentIndex(1)
            tell(self.problem, self.tr("请写标题。"))
            self.title.setFocus()
            return
        self.problem.hide()
        job = self._session.job(
            self.tr("生成案例条目"),
            actions.make,
            self.dossier.id,
            title=self.title.text().strip(),
            kind=self.kind.currentData(),
            summary=self.summary.toPlainText().strip(),
            points=self.points.toPlainText().strip(),
            tags=split_tags(self.tags.text()),
            hide=self.found.hidden,
            extra=list(self.extra),
            seen=sorted(self.seen),
        )
        self.make_button.setEnabled(False)
        job.succeeded.connect(self._done)
        job.finished.connect(lambda: self.make_button.setEnabled(True))
        self._session.jobs.start(job)

    def _done(self, result: object) -> None:
        assert isinstance(result, tuple)
        card = result[1]
        assert isinstance(card, Card)
        self.made.emit(card)
