"""An entry of the library: the anonymised pages with their commentary, and the words that go with them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from casereview.dossier.model import Box
from casereview.exemplars import actions
from casereview.exemplars.model import Card, Pin
from casereview.files import Files
from casereview.privacy.model import Hit
from casereview.progress import Progress
from ui.kit.ask import Ask, choice, form, line, lines, tell, wrong
from ui.kit.layout import button, clear, column, glyph, label, row, rule, tool
from ui.kit.page_bar import PageBar
from ui.kit.pageview import Overlay, PageView
from ui.kit.pictures import PageRef
from ui.kit.say import word
from ui.kit.session import Session


def state_text(session: Session, card: Card) -> tuple[str, str]:
    """The icon and the word of a card's state."""
    from ui.kit.translate import tr

    return {
        "draft": ("pencil", tr("草稿，待第二人核对")),
        "released": ("circle-check", tr("已发布")),
        "withdrawn": ("ban", tr("已撤回")),
    }[card.state]


class Entry(QWidget):
    """asked_source: the reader wants the dossier an exemplar was made from."""

    asked_source = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.card: Card | None = None
        self.view = PageView(session.pictures, session.theme)
        self.view.box_drawn.connect(self.ask_pin)
        self.view.overlay_clicked.connect(self._pin_clicked)
        self.view.page_changed.connect(lambda _: self._show_page_title())
        self.page_title = label("", "soft")
        bar = PageBar(self.view, session.theme)
        bar.more.addWidget(self.page_title)
        left = QWidget()
        left_box = column(bar, gap=0)
        left_box.addWidget(self.view, 1)
        left.setLayout(left_box)
        self.words: QVBoxLayout = column(gap=2)
        self.words.setContentsMargins(16, 12, 16, 12)
        inside = QWidget()
        inside.setObjectName("clear")
        inside.setLayout(self.words)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(scroll)
        split.setSizes([520, 340])
        split.setChildrenCollapsible(False)
        self.setLayout(column(split))

    def show_card(self, card: Card) -> None:
        page = self.view.page if self.card is not None and self.card.id == card.id else 1
        self.card = card
        files = Files.of(self._session.db)
        refs = [PageRef(files.path(p.image), "image", 1, p.width, p.height, p.image) for p in card.pages]
        self.view.show_pages(refs, page)
        self.view.show_overlays(
            [
                Overlay(pin.page, Box(*pin.box), "fact" if pin.good else "mark", str(number), str(number - 1))
                for number, pin in enumerate(card.pins, 1)
            ]
        )
        self._show_words(card)
        self._show_page_title()

    def _show_page_title(self) -> None:
        if self.card is not None and 0 < self.view.page <= len(self.card.pages):
            self.page_title.setText(self.card.pages[self.view.page - 1].title)

    def _show_words(self, card: Card) -> None:
        clear(self.words)
        add = self.words.addWidget
        theme = self._session.theme
        icon, said = state_text(self._session, card)
        add(label(card.title, "big", wrap=True))
        kind = word(self._session, "exemplar", card.kind)
        good = "star" if card.kind == "good" else "triangle-alert"
        self.words.addLayout(row(glyph(good, theme.accent if card.kind == "good" else theme.amber), label(kind), None))
        self.words.addLayout(row(glyph(icon, theme.soft), label(said, "soft"), None))
        self._show_buttons(card)
        facts = [
            (self.tr("案由"), card.cause),
            (self.tr("程序"), word(self._session, "notice_procedure", card.procedure)),
            (self.tr("年度"), str(card.year or "")),
            (self.tr("评查得分"), card.score),
            (self.tr("等次"), word(self._session, "grade", card.grade)),
            (self.tr("标签"), "、".join(card.tags)),
        ]
        for name, value in facts:
            if value:
                add(label(f"{name}：{value}", "soft", wrap=True))
        for head, text in (
            (self.tr("案情摘要"), card.summary),
            (self.tr("评析要点"), card.points),
            (self.tr("适用法条"), "\n".join(card.articles)),
        ):
            if text:
                add(rule())
                add(label(head, "heading"))
                add(label(text, wrap=True, select=True))
        self._show_pins(card)
        self.words.addStretch(1)

    def _show_buttons(self, card: Card) -> None:
        attack = button(self.tr("脱敏检验"), self.attack)
        attack.setToolTip(self.tr("程序扮作想认出当事人的人，用本案的姓名、号码去找还看得见的地方"))
        edit = button(self.tr("修改文字…"), self.ask_edit)
        release = button(self.tr("发布"), self.release, "main")
        release.setToolTip(self.tr("须由制作人以外的第二人核对；发布前再检验一遍"))
        release.setVisible(card.state != "released")
        edit.setVisible(card.state != "released")
        self.words.addLayout(row(release, attack, edit, None))
        self.report = row(gap=2)
        self.words.addLayout(self.report)

    def _show_pins(self, card: Card) -> None:
        self.words.addWidget(rule())
        self.words.addWidget(label(self.tr("评注"), "heading"))
        if not card.pins:
            how = self.tr("在左边的页面上拖一个框，写下这里好在哪里或错在哪里。")
            said = self.tr("没有评注。") if card.state == "released" else how
            self.words.addWidget(label(said, "soft", wrap=True))
        for number, pin in enumerate(card.pins):
            sign = self.tr("好") if pin.good else self.tr("错")
            go = button(
                self.tr("{} · 第 {} 页").format(number + 1, pin.page), partial(self._pin_clicked, str(number)), "link"
            )
            text = label(f"{sign}：{pin.text}", wrap=True)
            line_ = row(go, gap=1)
            line_.addWidget(text, 1)
            if card.state != "released":
                gone = tool("x", self.tr("删去这条评注"), partial(self._drop_pin, number), self._session.theme, size=14)
                line_.addWidget(gone)
            self.words.addLayout(line_)

    # pins ----------------------------------------------------------------------------------------------------------

    def _pin_clicked(self, key: str) -> None:
        if self.card is not None and key.isdigit() and int(key) < len(self.card.pins):
            pin = self.card.pins[int(key)]
            self.view.go(pin.page, Box(*pin.box))

    def ask_pin(self, page: int, box: Box) -> None:
        card = self.card
        if card is None or card.state == "released":
            return
        text = lines("", self.tr("评注"), self.tr("这里好在哪里，或错在哪里、应当怎样"))
        good = choice(
            [(self.tr("好的写法"), True), (self.tr("错处"), False)], card.kind == "good", self.tr("评注的类别")
        )
        problem = wrong()

        def add() -> bool:
            said = text.toPlainText().strip()
            if not said:
                return tell(problem, self.tr("请写评注。"))
            spot = (round(box.x0, 1), round(box.y0, 1), round(box.x1, 1), round(box.y1, 1))
            pin = Pin(page=page, box=spot, text=said, good=bool(good.currentData()))
            return self._change(card.model_copy(update={"pins": (*card.pins, pin)}))

        Ask(self, self.tr("加评注"), good, text, problem, do=add).open()

    def _drop_pin(self, number: int) -> None:
        if self.card is not None:
            pins = tuple(pin for at, pin in enumerate(self.card.pins) if at != number)
            self._change(self.card.model_copy(update={"pins": pins}))

    def _change(self, card: Card) -> bool:
        draft = card.model_copy(update={"state": "draft"})
        return self._session.act(actions.change, draft) is not None

    # words, attack, release ----------------------------------------------------------------------------------------

    def ask_edit(self) -> None:
        card = self.card
        if card is None:
            return
        title = line(card.title)
        tags = line("、".join(card.tags))
        summary, points = lines(card.summary, rows=4), lines(card.points, rows=4)
        fields = form(
            (self.tr("标题"), title),
            (self.tr("标签"), tags),
            (self.tr("案情摘要"), summary),
            (self.tr("评析要点"), points),
        )

        def save() -> bool:
            return self._change(
                card.model_copy(
                    update={
                        "title": title.text().strip() or card.title,
                        "tags": split_tags(tags.text()),
                        "summary": summary.toPlainText().strip(),
                        "points": points.toPlainText().strip(),
                    }
                )
            )

        Ask(self, self.tr("修改文字"), fields, ok=self.tr("保存"), do=save).open()

    def attack(self) -> None:
        """The attack report, on the working thread."""
        card, workspace = self.card, self._session.workspace
        if card is None:
            return

        def work(progress: Progress) -> list[Hit]:
            db = workspace.connect()
            try:
                return actions.attacked_again(db, card)
            finally:
                db.close()

        job = self._session.task(self.tr("脱敏检验"), work)
        job.succeeded.connect(self.show_report)
        self._session.jobs.start(job)

    def show_report(self, hits: list[Hit]) -> None:
        clear(self.report)
        theme = self._session.theme
        if not hits:
            self.report.addWidget(glyph("shield-check", theme.accent))
            self.report.addWidget(label(self.tr("检验通过：没有找到本案的个人信息。"), wrap=True), 1)
            return
        where = "；".join(
            f"{hit.where} {word(self._session, 'personal', hit.kind)}" for hit in list(dict.fromkeys(hits))[:6]
        )
        said = self.tr("检验发现 {} 处，不能发布：{}").format(len(hits), where)
        self.report.addWidget(glyph("octagon-alert", theme.red))
        self.report.addWidget(label(said, "failure", wrap=True), 1)

    def release(self) -> bool:
        return self.card is not None and self._session.act(actions.release, self.card.id) is not None


def split_tags(text: str) -> tuple[str, ...]:
    """Tags as typed, parted by any Chinese or Western comma or a space."""
    for sign in "，,；;  ":
        text = text.replace(sign, "、")
    return tuple(dict.fromkeys(part.strip() for part in text.split("、") if part.strip()))


class CardLine(QFrame):
    """A card of the list: what it is about, at a glance."""

    chosen = Signal(str)

    def __init__(self, session: Session, card: Card) -> None:
        super().__init__()
        self.card = card
        self.setObjectName("card")
        theme = session.theme
        icon, state = state_text(session, card)
        star = "star" if card.kind == "good" else "triangle-alert"
        title = button(card.title, lambda: self.chosen.emit(card.id), "link")
        kind = label(word(session, "exemplar", card.kind), "small")
        facts = " · ".join(filter(None, [card.cause, str(card.year or ""), "、".join(card.tags[:4])]))
        box = column(
            row(glyph(star, theme.accent if card.kind == "good" else theme.amber), title, None, gap=1),
            label(facts, "soft", wrap=True),
            row(kind, label("·", "small"), glyph(icon, theme.faint, 14), label(state, "small"), None, gap=1),
            gap=1,
            margin=3,
        )
        self.setLayout(box)

    def mark(self, on: bool) -> None:
        self.setObjectName("hint" if on else "card")
        self.style().unpolish(self)
        self.style().polish(self)
