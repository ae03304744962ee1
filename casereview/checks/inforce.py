"""Packs edited in a workspace: next year's calendar, the province's threshold for a hearing. Each edit is an event."""

from __future__ import annotations

from collections.abc import Collection

from sqlite_utils import Database

from casereview import packs, record
from casereview.checks import law
from casereview.checks.calendar import YearPack
from casereview.checks.law import Packs
from casereview.checks.lawbook import RegionPack
from casereview.checks.precision import PrecisionPack
from casereview.errors import CaseReviewError, NotFound
from casereview.packs import Frozen, PackKeyMissing, PackValueWrong
from casereview.record import Author, Event, writing

PACK = "pack.set"  # subject: kind/name
RESTORED = "pack.restored"


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


def edits(db: Database) -> dict[str, list[Event]]:
    """Kind/name → the current edits of a pack, the latest last: more than one only where people edited it apart."""
    found: dict[str, list[Event]] = {}
    for event in record.current(db, PACK):
        found.setdefault(event.subject, []).append(event)
    return found


def parse(kind: str, name: str, text: str, others: Collection[str] = ()) -> Frozen:
    """An edited pack by the model of its kind, with everything that the rules ask it for by name.

    others  kind/name of packs that this workspace has beside the shipped ones
    Raises NotFound for a kind the checks do not use, or as `packs.parse`.
    """
    model, file = law.model_of(kind, name), f"{kind}/{name}.toml"
    if model is None or "/" in name or not name:
        raise NotFound(what="pack", name=f"{kind}/{name}")
    pack = packs.parse(text, file, model)
    if missing := law.lacking(kind, name, pack):
        raise PackKeyMissing(file=file, where=missing, got="", detail="")
    if isinstance(pack, YearPack) and str(pack.year) != name:
        raise PackValueWrong(file=file, where="year", got=str(pack.year), detail=name)
    if isinstance(pack, RegionPack):
        _named_packs_exist(pack, file, others)
    return pack


def _named_packs_exist(pack: RegionPack, file: str, others: Collection[str]) -> None:
    """Raises PackValueWrong for a region that goes by a pack that is not there."""
    for folder in ("discretion", "leniency", "legal_review"):
        name = str(getattr(pack, folder))
        if name and name not in packs.names(folder) and f"{folder}/{name}" not in others:
            raise PackValueWrong(file=file, where=folder, got=name, detail=f"{folder}/*.toml")


def set_pack(db: Database, by: Author, kind: str, name: str, text: str) -> str:
    """Record an edited pack; the hash of its content. Raises as `parse`."""
    pack = parse(kind, name, text, edits(db))
    with writing(db):
        held = [event.id for event in record.current(db, PACK, f"{kind}/{name}")]
        record.append(db, by, PACK, f"{kind}/{name}", {"text": text, "digest": packs.digest(pack)}, replaces=held)
    return packs.digest(pack)


def restore(db: Database, by: Author, kind: str, name: str) -> bool:
    """Go back to the pack as shipped (to none, where none was shipped); False where nothing was edited."""
    with writing(db):
        held = [event.id for event in record.current(db, PACK, f"{kind}/{name}")]
        if held:
            record.append(db, by, RESTORED, f"{kind}/{name}", {}, replaces=held)
    return bool(held)


def in_force(db: Database, region: str = "") -> Packs:
    """The packs as this workspace has edited them, for a region."""
    mine = edited(db)
    return law.with_edited(mine, region) if mine else law.shipped(region)


def settled(db: Database, region: str = "") -> Packs:
    """As `in_force`, but what is disputed is as shipped: for looking at things, never for a verdict that is kept."""
    texts = {key: {str(event.payload["text"]) for event in one} for key, one in edits(db).items()}
    mine = {key: said.pop() for key, said in texts.items() if len(said) == 1}
    return law.with_edited(mine, region) if mine else law.shipped(region)


def precision_pack(db: Database) -> PrecisionPack:
    """What a rule's precision has to be, as this workspace has set it; as shipped while two settings stand side by side."""
    texts = {str(event.payload["text"]) for event in record.current(db, PACK, "checks/precision")}
    if len(texts) == 1:
        return packs.parse(texts.pop(), "checks/precision.toml", PrecisionPack)
    return packs.load("checks", "precision", PrecisionPack)
