"""What the overview shows, gathered once through the rooms' front doors. No figure is computed here that a room computes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from casereview.ledger import actions as ledger
from casereview.ledger.model import Entry, LedgerState
from casereview.panel import actions as panel
from casereview.panel.actions import Standing
from casereview.panel.model import Campaign, Stage
from casereview.results import actions as results
from casereview.results.model import Problem, Results
from casereview.units import actions as units
from ui.kit.session import newest_review

SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class Figures:
    """held: dossiers in the workspace · problems: with the title of their item · graded: grade -> dossiers, by the frozen results · overdue, soon: ledger entries."""

    held: int
    campaign: Campaign | None = None
    stage: Stage | None = None
    drawn: int = 0
    standing: Standing | None = None
    disputes: int = 0
    graded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    drawn_ids: tuple[str, ...] = ()
    problems: tuple[tuple[str, Problem], ...] = ()
    open_entries: tuple[Entry, ...] = ()
    overdue: tuple[Entry, ...] = ()
    soon: tuple[Entry, ...] = ()
    unit_names: dict[str, str] = field(default_factory=dict)


def gather(db: Database, chosen: str, today: date) -> Figures:
    """`chosen` is the id of the review a person chose, "" for the newest open one."""
    campaign = newest_review(chosen, db)
    held = dossiers.count(db, dossiers.Filter())
    names = {unit.id: unit.name for unit in units.units(db)}
    if campaign is None:
        return Figures(held, unit_names=names)
    drawn = panel.drawn(db, campaign.id)
    frozen = results.latest(db, campaign.id)
    entries = [e for e in ledger.entries(db, campaign=campaign.id) if e.state != LedgerState.CLOSED]
    late = tuple(e for e in entries if ledger.overdue(e, today))
    return Figures(
        held=held,
        campaign=campaign,
        stage=panel.stage(db, campaign.id),
        drawn=len(drawn.drawn) if drawn else 0,
        standing=panel.progress_of(db, campaign.id),
        disputes=len(panel.disputes(db, campaign.id)) if drawn else 0,
        graded=_graded(frozen) if frozen else {},
        drawn_ids=drawn.drawn if drawn else (),
        problems=_frequent(frozen) if frozen else (),
        open_entries=tuple(entries),
        overdue=late,
        soon=tuple(e for e in entries if e not in late and _within(today, e)),
        unit_names=names,
    )


def _frequent(frozen: Results) -> tuple[tuple[str, Problem], ...]:
    titles = {lost.item: lost.item_title for row in frozen.dossiers for lost in row.lost}
    first = sorted(frozen.problems, key=lambda p: -len(p.dossiers))[:10]
    return tuple((titles.get(problem.item, ""), problem) for problem in first)


def _graded(frozen: Results) -> dict[str, tuple[str, ...]]:
    main = [row for row in frozen.dossiers if row.main and row.grade]
    codes = dict.fromkeys(row.grade for row in main)
    return {code: tuple(row.dossier for row in main if row.grade == code) for code in codes}


def _within(today: date, entry: Entry) -> bool:
    if not entry.deadline:
        return False
    return 0 <= (date.fromisoformat(entry.deadline) - today).days <= SOON_DAYS
