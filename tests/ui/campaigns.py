"""A review as far as a test needs it: drawn and assigned, read by two who differ in one item, settled, frozen."""

from __future__ import annotations

from dataclasses import replace

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box
from casereview.marking import actions as marking
from casereview.marking.context import context_of
from casereview.marking.model import MarkKind, MarkPayload, Seen
from casereview.panel import actions as panel
from casereview.panel.model import Campaign, Member, Stage
from casereview.record import Author
from casereview.results import actions as results
from casereview.results.model import Results
from casereview.rubric import files
from casereview.rubric.model import Item, Rubric
from ui.kit.session import Session

READERS = ("评查员乙", "评查员丙")
SEED = "7 3 9 1"


def general() -> Rubric:
    """The shipped rubric of general penalty cases."""
    return next(rubric for rubric in files.shipped() if "general" in rubric.procedures)


def a_campaign(session: Session) -> Campaign:
    """Led by whoever sits there, with two readers, on one rubric."""
    members = (Member(name=session.author.name, leader=True), *(Member(name=name) for name in READERS))
    made = panel.frozen_campaign("2024 年度案卷评查", 2024, [general()], members)
    session.act(panel.new_campaign, made)
    return made


def drawn_and_assigned(session: Session) -> Campaign:
    made = a_campaign(session)
    session.act(panel.draw, made.id, SEED, 5)
    session.act(panel.assign, made.id)
    session.act(panel.set_stage, made.id, Stage.MARKING)
    return made


def disputed_item() -> Item:
    """The first item that always applies and has a deduction."""
    return next(item for item in general().items if item.applies.always and item.deductions)


def read_by(session: Session, campaign: Campaign, dossier: str, reader: str, *, loses: str = "") -> None:
    """Full marks for everything but the item `loses`, which loses its first deduction on page 1; then the seal."""
    db, rubric, by = session.db, general(), Author(reader, session.author.clock)
    reading = dossiers.reading(db, dossier)
    context = context_of(reading, complete=dossiers.get(db, dossier).complete)
    file, page = reading.page_of[0]
    seen = Seen(file=file, page=page, box=Box(100, 100, 240, 140).as_list(), dossier_page=1, text="案卷")
    for line in marking.sheet_of(db, rubric, campaign.id, dossier, reader, context).lines:
        said = MarkPayload(
            campaign=campaign.id, dossier=dossier, rubric=rubric.digest, kind=MarkKind.FULL, item=line.item
        )
        if line.item == loses:
            deduction = rubric.item(loses).deductions[0].id
            said = said.model_copy(update={"kind": MarkKind.DEDUCT, "deduction": deduction, "evidence": (seen,)})
        if line.state == "open":
            marking.set_mark(db, by, said)
    marking.seal(db, by, rubric, campaign.id, dossier, context)


def read_by_two(session: Session, dossier: str) -> Campaign:
    """One of the two takes points off the disputed item."""
    dossiers.set_unit(session.db, session.author, [dossier], "平遥县交通运输局")
    campaign = drawn_and_assigned(session)
    for reader, loses in zip(READERS, ("", disputed_item().id)):
        read_by(session, campaign, dossier, reader, loses=loses)
    return campaign


def frozen(session: Session, dossier: str) -> Results:
    """The stricter reader is followed, the rest settles itself, the results are frozen."""
    campaign = read_by_two(session, dossier)
    for dispute in panel.disputes(session.db, campaign.id):
        session.act(panel.decide, panel.adopt(session.db, dispute, READERS[1], "证据清楚"))
    session.act(panel.settle_agreed, campaign.id)
    made = session.act(results.freeze, campaign.id)
    assert isinstance(made, Results)
    return made


def someone_else(session: Session, name: str = "评查员丁") -> Author:
    return replace(session.author, name=name)
