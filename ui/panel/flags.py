"""请组长看: what readers set before the leader, those that wait first, each with its page and the leader's answer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from casereview.dossier.model import Dossier
from casereview.panel import actions
from casereview.panel.campaigns import rubric as frozen
from casereview.panel.remarks import Flag
from ui.kit.ask import Ask, lines, tell, wrong
from ui.kit.layout import Empty, button, clear, column, label, row
from ui.kit.say import dossiers_named
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import Column, ListSource
from ui.kit.translate import tr
from ui.marking import texts
from ui.panel.disputes import title_of


class FlagsTab(QWidget):
    """asked: (screen, argument) to go to the page."""

    def __init__(self, session: Session, asked: Callable[[str, object], None]) -> None:
        super().__init__()
        self._session, self._asked = session, asked
        self._known: dict[str, Dossier] = {}
        self.count = label("", "heading")
        self.go_button = button(self.tr("到这一页"), self.go)
        self.answer_button = button(self.tr("答复…"), self.ask_answer, "main")
        self.inside: QVBoxLayout = column(gap=3)
        head = row(self.count, None, self.go_button, self.answer_button, gap=2)
        self.setLayout(column(head, self.inside, gap=3, margin=4))
        self.table: Table[Flag] | None = None

    def refresh(self) -> None:
        """Beside the window: a review of a thousand dossiers holds a hundred thousand marks."""
        campaign = self._session.campaign
        assert campaign is not None
        self._session.reads.ask(self, "panel flags", lambda db: actions.flags(db, campaign.id), self._show)

    def _show(self, found: list[Flag]) -> None:
        if self._session.campaign is None:
            return
        clear(self.inside)
        self.table = None
        self._known = dossiers_named(self._session, (one.mark.said.dossier for one in found))
        waiting = sum(not one.by for one in found)
        self.count.setText(self.tr("{} 处待答复，共 {} 处").format(waiting, len(found)))
        if found:
            self.table = self._table(found)
            self.table.selected.connect(self._chosen)
            self.table.opened.connect(lambda _: self.go())
            self.inside.addWidget(self.table, 1)
            self.table.view.selectRow(0)
        else:
            text = self.tr("评查员拿不准的地方，在评查时按 F 记下一句话，就会到这里，由组长答复。")
            self.inside.addWidget(Empty(self._session.theme, "flag", self.tr("没有请组长看的地方"), text), 1)
        self._chosen()

    def _table(self, found: list[Flag]) -> Table[Flag]:
        def about(one: Flag) -> str:
            campaign = self._session.campaign
            assert campaign is not None
            return title_of(frozen(campaign, one.mark.said.rubric), one.mark.said.item)

        def seen(one: Flag) -> str:
            return "、".join(texts.seen_text(each) for each in one.mark.said.evidence)

        columns = (
            Column[Flag](self.tr("案卷"), lambda f: self._case(f.mark.said.dossier), "case", 24),
            Column[Flag](self.tr("条目"), about, "item", 26),
            Column[Flag](self.tr("评查员"), lambda f: f.mark.reader, "reader", 10),
            Column[Flag](self.tr("说明"), lambda f: f.mark.said.note, "note", tip=lambda f: f.mark.said.note),
            Column[Flag](self.tr("位置"), seen, "", 10),
            Column[Flag](self.tr("答复"), lambda f: f.answer or ("" if f.by else "—"), "answer", 24),
        )
        return Table(self._session, self.tr("请组长看"), columns, ListSource(columns, found))

    def _case(self, ident: str) -> str:
        one = self._known.get(ident)
        return (one.case_no or one.name) if one is not None else ident[:12]  # a unit's own item has no dossier

    @property
    def flag(self) -> Flag | None:
        chosen = self.table.values() if self.table is not None else []
        return chosen[0] if chosen else None

    def _chosen(self) -> None:
        campaign, flag = self._session.campaign, self.flag
        leads = campaign is not None and actions.leads(self._session.db, self._session.author.name, campaign.id)
        self.answer_button.setEnabled(flag is not None and leads)
        self.answer_button.setToolTip("" if leads else self.tr("由组长答复"))
        self.go_button.setEnabled(flag is not None)

    def go(self) -> None:
        """To the page it is about, on the marking screen."""
        if (flag := self.flag) is not None:
            page = next((seen.dossier_page for seen in flag.mark.said.evidence if seen.dossier_page), 1)
            self._asked("marking", (flag.mark.said.dossier, page, flag.mark.said.item))

    def ask_answer(self) -> None:
        if self.flag is not None:
            Answer(self, self.flag).open()

    def answer(self, flag: Flag, text: str) -> None:
        campaign = self._session.campaign
        assert campaign is not None
        self._session.act(actions.answer_flag, campaign.id, flag.mark.id, text)
        self.refresh()


class Answer(Ask):
    def __init__(self, tab: FlagsTab, flag: Flag) -> None:
        self._tab, self._flag = tab, flag
        self.text = lines(flag.answer, name=tr("答复"), rows=3)
        self.problem = wrong()
        said = label(flag.mark.said.note or tr("没有写说明。"), "soft", wrap=True)
        super().__init__(tab, tr("答复评查员"), said, self.text, self.problem, ok=tr("答复"), do=self._save)

    def _save(self) -> bool:
        text = self.text.toPlainText().strip()
        if not text:
            return tell(self.problem, tr("请写答复。"))
        self._tab.answer(self._flag, text)
        return True
