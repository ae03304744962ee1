"""Packs edited in a workspace: next year's calendar, the province's threshold for a hearing. Each edit is an event."""

from __future__ import annotations

from sqlite_utils import Database

from casereview import packs, record
from casereview.checks import law
from casereview.checks.law import Packs
from casereview.checks.precision import PrecisionPack
from casereview.errors import CaseReviewError, NotFound
from casereview.record import Author, writing

PACK = "pack.set"  # subject: kind/name


class PackConflict(CaseReviewError):
    """Two people edited one pack and neither replaced the other; `pack`, `who`."""

    code = "pack-conflict"


def edited(db: Database) -> dict[str, str]:
    """Kind/name → text of every edited pack. Raises PackConflict when two edits stand side by side and differ."""
    found: dict[str, str] = {}
    for event in record.current(db, PACK):
        text = str(event.payload["text"])
        if found.setdefault(event.subject, text) != text:
            who = "、".join(sorted({e.actor for e in record.current(db, PACK, event.subject)}))
            raise PackConflict(pack=event.subject, who=who)
    return found


def set_pack(db: Database, by: Author, kind: str, name: str, text: str) -> str:
    """Record an edited pack; the hash of its content. Raises NotFound for a kind the checks do not use, or as `packs.parse`."""
    model = law.model_of(kind, name)
    if model is None or "/" in name:
        raise NotFound(what="pack", name=f"{kind}/{name}")
    pack = packs.parse(text, f"{kind}/{name}.toml", model)
    with writing(db):
        held = [event.id for event in record.current(db, PACK, f"{kind}/{name}")]
        record.append(db, by, PACK, f"{kind}/{name}", {"text": text, "digest": packs.digest(pack)}, replaces=held)
    return packs.digest(pack)


def in_force(db: Database, region: str = "") -> Packs:
    """The packs as this workspace has edited them, for a region."""
    mine = edited(db)
    return law.with_edited(mine, region) if mine else law.shipped(region)


def precision_pack(db: Database) -> PrecisionPack:
    """What a rule's precision has to be, as this workspace has set it."""
    text = edited(db).get("checks/precision")
    if text is None:
        return packs.load("checks", "precision", PrecisionPack)
    return packs.parse(text, "checks/precision.toml", PrecisionPack)
