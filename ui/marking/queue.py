"""Which dossiers lie before this reader: those assigned, else those drawn, else all; and a review to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from casereview.dossier import actions as dossiers
from casereview.panel import actions as panel
from casereview.panel.model import Campaign, Member
from casereview.rubric import files as rubrics
from casereview.units import actions as units
from ui.kit.session import Session
from ui.kit.translate import tr

MOST = 2000


def of(session: Session) -> list[str]:
    """Ids in the order of work."""
    campaign = session.campaign
    if campaign is None:
        return []
    assigned = panel.assignment(session.db, campaign.id)
    if assigned is not None:
        mine = [d for d, readers in assigned.readers.items() if session.author.name in readers]
        if mine:
            return mine
    drawn = panel.drawn(session.db, campaign.id)
    if drawn is not None:
        return list(drawn.drawn)
    theirs = units.materials(session.db)
    every = dossiers.dossiers(session.db, order="case_no", descending=False, limit=MOST)
    return [d.id for d in every if d.id not in theirs]


def across(waiting: Sequence[str], reader: str) -> list[str]:
    """The order of cross-marking (横评): a reader's own, always the same, so that tiredness falls on other dossiers with each reader."""
    return sorted(waiting, key=lambda ident: sha256(f"{reader}\n{ident}".encode()).digest())


def new_review(session: Session) -> None:
    """A campaign with every shipped rubric: those that name procedures grade, the others report beside."""
    shipped = rubrics.shipped()
    main = {procedure: rubric.digest for rubric in shipped for procedure in rubric.procedures}
    beside = tuple(r.digest for r in shipped if not r.procedures)
    used = {r.digest: rubrics.to_json(r) for r in shipped if r.digest in set(main.values()) | set(beside)}
    year = session.today.year
    campaign = Campaign(
        id=f"{year}-{session.author.clock():%m%d%H%M%S}",
        title=tr("{} 年度案卷评查").format(year),
        year=year,
        main=main,
        beside=beside,
        rubrics=used,
        members=(Member(name=session.author.name, leader=True),),
        readers=1,
    )
    session.act(panel.new_campaign, campaign)
