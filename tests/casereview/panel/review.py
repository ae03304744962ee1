"""A small review with real parts: workspaces in folders, PDF dossiers, marks by the readers' own hands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from casereview.marking import actions as marking
from casereview.marking.model import Context, MarkKind, MarkPayload, Seen
from casereview.panel import actions
from casereview.panel.model import Campaign, Member
from casereview.record import Author
from casereview.rubric.model import Rubric
from casereview.units import actions as units
from casereview.units.model import Unit
from casereview.workspace import Workspace
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item

RUBRIC: Rubric = a_rubric(
    an_item("A", "40", a_deduction("A-1", "5", each="处", cap="20"), a_deduction("A-2", "4")),
    an_item("B", "40", a_deduction("B-1", "10", severity="major"), a_deduction("B-2", "1", each="份")),
    an_item("C", "20", a_deduction("C-1", "5")),
    procedures=["general"],
    vetoes=[{"id": "V", "title": "主要证据缺失", "effect": "fail"}],
    bonus=[{"id": "J", "title": "典型案例", "points": "3", "proof": "文件"}],
)
EVIDENCE = (Seen(file="f" * 64, page=1, dossier_page=1),)
LEADER, A, B, C = "组长", "评查员甲", "评查员乙", "评查员丙"


def clocked(name: str, start: int = 0) -> Author:
    """Somebody whose watch gains a second a look."""
    moment = datetime(2024, 11, 4, 9, 0, tzinfo=timezone(timedelta(hours=8))) + timedelta(hours=start)

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(seconds=1)
        return moment

    return Author(name, clock)


def a_pdf(path: Path, text: str, pages: int = 1) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(path))
    for number in range(pages):
        canvas.drawString(72, 700, f"{text} page {number + 1}")
        canvas.showPage()
    canvas.save()
    return path


def a_campaign(*members: Member, **more: Any) -> Campaign:
    people = members or (Member(name=LEADER, leader=True), Member(name=A), Member(name=B))
    return actions.frozen_campaign("2024年度案卷评查", 2024, [RUBRIC], people, **more)


def take_in(db: Database, by: Author, folder: Path, unit: str, count: int, pages: int = 1) -> list[str]:
    """Dossiers of one unit; gives their ids."""
    files = [a_pdf(folder / f"{unit}{n}.pdf", f"{unit.encode().hex()} {n}", pages) for n in range(count)]
    changes, _ = dossiers.take_in(db, by, files, unit=unit, executor="thread")
    return sorted(changes.dossiers)


@contextmanager
def opened(folder: Path) -> Iterator[Database]:
    """A workspace of one's own, made if it is not there."""
    made = Workspace.open(folder) if folder.exists() else Workspace.create(folder)
    with made as workspace:
        db = workspace.connect()
        try:
            yield db
        finally:
            db.conn.close()


def a_review(
    db: Database, folder: Path, campaign: Campaign | None = None, count: int = 2
) -> tuple[Campaign, list[str]]:
    """Two units, their dossiers drawn and assigned."""
    leader = clocked(LEADER)
    made = campaign or a_campaign()
    for unit in ("祁县", "太谷"):
        units.set_unit(db, leader, Unit(unit, f"{unit}交通运输局", short=unit))
        take_in(db, leader, folder, unit, count, pages=2)
    actions.new_campaign(db, leader, made)
    actions.draw(db, leader, made.id, "3 5 1", 99)
    actions.assign(db, leader, made.id)
    drawn = actions.drawn(db, made.id)
    assert drawn is not None
    return made, list(drawn.drawn)


def mark(
    db: Database, by: Author, campaign: Campaign, dossier: str, item: str, deduction: str = "", **said: Any
) -> str:
    """One mark; a deduction if one is named, else full marks; `kind` says otherwise."""
    kind = said.pop("kind", MarkKind.DEDUCT if deduction else MarkKind.FULL)
    evidence = said.pop("evidence", EVIDENCE if kind is MarkKind.DEDUCT else ())
    payload = MarkPayload(
        campaign=campaign.id, dossier=dossier, rubric=RUBRIC.digest, kind=kind, item=item, deduction=deduction,
        evidence=evidence, **said,
    )  # fmt: skip
    return marking.set_mark(db, by, payload)[1].id


def read(
    db: Database,
    by: Author,
    campaign: Campaign,
    dossier: str,
    lost: Sequence[tuple[str, str, int]] = (),
    *,
    seal: bool = True,
) -> None:
    """Mark a whole dossier: these deductions (item, deduction, count), full marks on the other items; then seal."""
    for item in RUBRIC.items:
        mine = [(deduction, count) for where, deduction, count in lost if where == item.id]
        for deduction, count in mine:
            mark(db, by, campaign, dossier, item.id, deduction, count=count)
        if not mine:
            mark(db, by, campaign, dossier, item.id)
    if seal:
        marking.seal(db, by, RUBRIC, campaign.id, dossier, Context())
