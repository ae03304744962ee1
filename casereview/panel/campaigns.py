"""Campaigns as they stand in the record, and the rubrics that each has frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from casereview import packs as packs_
from casereview import record
from casereview.checks import actions as checks
from casereview.errors import CaseReviewError, NotFound
from casereview.panel.model import ASSIGNED, CAMPAIGN, DRAWN, STAGE, Assignment, Campaign, Draw, Member, Stage
from casereview.record import Event
from casereview.rubric import files
from casereview.rubric.model import Rubric
from casereview.text import squeeze

_ORDER = list(Stage)


class AlteredRubric(CaseReviewError):
    """A frozen rubric does not have the digest it goes by; `rubric`."""

    code = "altered-rubric"


def frozen_campaign(
    title: str,
    year: int,
    rubrics: Sequence[Rubric],
    members: Sequence[Member] = (),
    *,
    packs: Mapping[str, str] | None = None,
    readers: int = 2,
    tolerance: Decimal = Decimal(0),
    **more: Any,
) -> Campaign:
    """A campaign that holds the whole content of its rubrics and the hashes of the packs in force (the shipped ones, if not given).

    For each procedure the first rubric that names it grades; every other rubric reports beside.
    """
    main: dict[str, str] = {}
    for rubric in rubrics:
        for procedure in rubric.procedures:
            main.setdefault(procedure, rubric.digest)
    return Campaign(
        id=_id(title, year),
        title=title,
        year=year,
        main=main,
        beside=tuple(dict.fromkeys(r.digest for r in rubrics if r.digest not in main.values())),
        rubrics={rubric.digest: files.to_json(rubric) for rubric in rubrics},
        packs=pack_hashes() if packs is None else dict(packs),
        members=tuple(members),
        readers=readers,
        tolerance=tolerance,
        **more,
    )


def pack_hashes(folder: Path = packs_.SHIPPED, edited: Mapping[str, str] | None = None) -> dict[str, str]:
    """kind/name -> SHA-256 of what each pack says, comments and layout apart; `edited` (kind/name -> text) goes before the files."""
    texts = {f"{file.parent.name}/{file.stem}": file.read_text("utf-8") for file in sorted(folder.glob("*/*.toml"))}
    return {name: packs_.content_hash(text) for name, text in sorted({**texts, **(edited or {})}.items())}


def packs_in_force(db: Database) -> dict[str, str]:
    """The hashes a new campaign freezes: of the packs as this workspace has edited them. Raises PackConflict."""
    return pack_hashes(edited=checks.edited_packs(db))


def _id(title: str, year: int) -> str:
    return f"{year}-{hashlib.sha256(squeeze(title).encode()).hexdigest()[:8]}"


def check_rubrics(campaign: Campaign) -> None:
    """Raises AlteredRubric, NotFound: every rubric named is held, and is what its digest says."""
    for digest in (*campaign.main.values(), *campaign.beside):
        if digest not in campaign.rubrics:
            raise NotFound(what="rubric", name=digest[:12])
    for digest in campaign.rubrics:
        _rubric(digest, campaign.rubrics[digest])


@lru_cache(maxsize=64)
def _rubric(digest: str, content: str) -> Rubric:
    if hashlib.sha256(content.encode()).hexdigest() != digest:
        raise AlteredRubric(rubric=digest[:12])
    return files.from_json(content)


def rubric(campaign: Campaign, digest: str) -> Rubric:
    """A frozen rubric. Raises NotFound, AlteredRubric."""
    if digest not in campaign.rubrics:
        raise NotFound(what="rubric", name=digest[:12])
    return _rubric(digest, campaign.rubrics[digest])


def items_of(campaign: Campaign) -> frozenset[str]:
    """The ids of all items of its rubrics."""
    return frozenset(item.id for digest in campaign.rubrics for item in rubric(campaign, digest).items)


def rubrics_of(campaign: Campaign, procedure: str | None) -> list[Rubric]:
    """What a dossier of this procedure is marked by: the rubric that grades first, then those that report beside it.

    An unknown procedure is graded as general procedure, which most dossiers are; the list of papers shows the reader otherwise.
    Raises NotFound if the campaign grades no such procedure.
    """
    digest = campaign.main.get(procedure or "general")
    if digest is None:
        raise NotFound(what="rubric", name=procedure or "general")
    return [rubric(campaign, one) for one in (digest, *campaign.beside)]


def campaigns(db: Database) -> list[Campaign]:
    """Every campaign, newest first."""
    events = sorted(record.current(db, CAMPAIGN), key=lambda e: (e.payload["year"], e.at, e.id), reverse=True)
    seen: dict[str, Campaign] = {}
    for event in events:
        seen.setdefault(event.subject, Campaign.model_validate(event.payload))
    return list(seen.values())


def campaign(db: Database, ident: str = "") -> Campaign:
    """By id, title or the beginning of an id; without one the newest that is not archived. Raises NotFound."""
    every = campaigns(db)
    if not ident:
        found = [one for one in every if stage(db, one.id) is not Stage.ARCHIVED] or every
        if not found:
            raise NotFound(what="campaign", name="-")
        return found[0]
    exact = [one for one in every if ident in (one.id, one.title)]
    found = exact or [one for one in every if one.id.startswith(ident)]
    if len(found) != 1:
        raise NotFound(what="campaign", name=ident)
    return found[0]


def stage(db: Database, ident: str) -> Stage:
    """Where a campaign stands. Of two that were set apart from each other the earlier one holds, until a person sets it."""
    said = [Stage(event.payload["stage"]) for event in record.current(db, STAGE, ident)]
    return min(said, key=_ORDER.index, default=Stage.SELF_REVIEW)


def one_of(events: Sequence[Event]) -> Event | None:
    """The current event; of two (a conflict) the smallest id, which is the same on every laptop."""
    return min(events, key=lambda event: event.id, default=None)


def drawn(db: Database, ident: str) -> Draw | None:
    """The draw that holds."""
    event = one_of(record.current(db, DRAWN, ident))
    return Draw.model_validate(event.payload) if event else None


def assignment(db: Database, ident: str) -> Assignment | None:
    """Who reads what."""
    event = one_of(record.current(db, ASSIGNED, ident))
    return Assignment.model_validate(event.payload) if event else None
