"""The list of dossiers: its columns, its source in the database, its chips."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from casereview.dossier import actions
from casereview.dossier.actions import Filter
from casereview.dossier.model import Dossier
from casereview.units import actions as units
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.tables import Column
from ui.kit.translate import tr

_LONG = 5000  # beyond this the order is found beside the window


class DossierSource:
    """The dossiers of a filter, sorted by the database."""

    def __init__(self, session: Session, filter: Filter) -> None:
        self._session, self.filter = session, filter

    def count(self) -> int:
        return actions.count(self._session.db, self.filter)

    def rows(self, order: str, descending: bool, limit: int, offset: int) -> Sequence[Dossier]:
        by = order or "taken_in_at"
        return actions.dossiers(self._session.db, self.filter, by, descending if order else True, limit, offset)

    def long(self) -> bool:
        return actions.many(self._session.db, _LONG)

    def keys(self, order: str, descending: bool, db: Database) -> Sequence[int]:
        return actions.keys(db, self.filter, order or "taken_in_at", descending if order else True)

    def items(self, keys: Sequence[int]) -> Sequence[Dossier | None]:
        return actions.at(self._session.db, keys)


def columns(session: Session) -> list[Column[Dossier]]:
    names = {unit.id: unit.name for unit in units.units(session.db)}
    theme = session.theme
    return [
        Column(tr("案号"), lambda d: d.case_no or d.name, "case_no", 22),
        Column(tr("案由"), lambda d: d.cause, "cause"),
        Column(tr("当事人"), lambda d: d.party, "party", 14),
        Column(tr("单位"), lambda d: names.get(d.unit, d.unit), "unit", 11),
        Column(tr("程序"), lambda d: word(session, "value", d.procedure), "procedure", 8),
        Column(tr("决定日期"), lambda d: d.decided_on, "decided_on", 11),
        Column(tr("页数"), _pages, "pages", 9, tip=_notes_in_words),
        Column(tr("预审"), _flags, "fails", 11, color=lambda d: theme.red if d.fails else None),
        Column(tr("状态"), lambda d: word(session, "state", d.state), "state", 7),
        Column(tr("得分"), lambda d: d.score, "score", 6, number=True),
        Column(tr("等级"), lambda d: word(session, "grade", d.grade), "grade", 7),
    ]


def _flags(dossier: Dossier) -> str:
    """✗ 2 ! 1 ? 3: failed, to be looked at, not known."""
    if dossier.fails is None:
        return tr("未预审")
    parts = (("✗", dossier.fails), ("!", dossier.warns), ("?", dossier.unknowns))
    return "  ".join(f"{sign} {count}" for sign, count in parts if count) or "✓"


def _pages(dossier: Dossier) -> str:
    """21 ⚠2 ○21: pages, notes on them, pages without text."""
    parts = (("⚠", dossier.page_notes or 0), ("○", dossier.unread))
    return " ".join([str(dossier.pages), *(f"{sign}{count}" for sign, count in parts if count)])


def _notes_in_words(dossier: Dossier) -> str:
    said = [tr("页面上有 {} 处情况").format(dossier.page_notes)] if dossier.page_notes else []
    said += [tr("{} 页没有文字").format(dossier.unread)] if dossier.unread else []
    return "\n".join(said)


def chips() -> list[tuple[str, Filter]]:
    """The filters of the road."""
    return [
        (tr("全部"), Filter()),
        (tr("预审有不合格"), Filter(with_fails=True)),
        (tr("有未识别页"), Filter(unread=True)),
        (tr("刚录入"), Filter(state="taken_in")),
        (tr("已预审"), Filter(state="checked")),
        (tr("评分中"), Filter(state="marking")),
        (tr("已封存"), Filter(state="sealed")),
        (tr("已定"), Filter(state="decided")),
    ]
