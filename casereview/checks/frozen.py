"""The versions of packs that a review has frozen: the dossiers they bind, and the texts they stand for, whatever was edited since.

A campaign names packs by the hash of what they say. Their texts are kept beside it in the record, so that a check of a dossier
of that campaign uses exactly these, on any laptop and after any edit, until the campaign takes other versions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from sqlite_utils import Database

from casereview import packs as files
from casereview import record
from casereview.checks import inforce, law, store
from casereview.checks.law import Packs
from casereview.errors import CaseReviewError
from casereview.record import Author, Event

HELD = "pack.held"  # subject: the hash of what the pack says; payload: `pack` (kind/name) and its `text`
# Of the panel's record, by name: a campaign with its hashes, and the dossiers that it drew.
_CAMPAIGN, _DRAWN = "campaign.set", "campaign.drawn"


class FrozenPackLost(CaseReviewError):
    """The text of a frozen version is held nowhere: `pack`, `digest`, `title` of the campaign. Going over to the packs in force helps."""

    code = "frozen-pack-lost"
    exit_code: ClassVar[int] = 4


@dataclass(frozen=True)
class Version:
    """The packs that a verdict rests on: kind/name -> hash. `campaign` and its `title` are "" for the packs in force."""

    packs: Mapping[str, str]
    campaign: str = ""
    title: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the packs that the checks read; those of other rooms leave it alone."""
        return record.digest_of({key: self.packs[key] for key in sorted(self.packs) if of_checks(key)})


def of_checks(key: str) -> bool:
    """Whether a pack (kind/name) has a say in verdicts of law; how exact a rule has to be is the workspace's own, for all reviews."""
    kind, _, name = key.partition("/")
    return kind != "checks" and law.model_of(kind, name) is not None


@lru_cache(maxsize=256)
def _hash(text: str) -> str:
    return files.content_hash(text)


def _shipped() -> dict[str, str]:
    return {
        f"{folder.name}/{name}": (folder / f"{name}.toml").read_text("utf-8")
        for folder in sorted(files.SHIPPED.iterdir())
        for name in files.names(folder.name)
    }


def now(db: Database) -> Version:
    """The packs in force here; what is disputed counts as shipped."""
    mine = {key: {str(event.payload["text"]) for event in some} for key, some in inforce.edits(db).items()}
    texts = _shipped() | {key: said.pop() for key, said in mine.items() if len(said) == 1}
    return Version({key: _hash(text) for key, text in texts.items()})


def of_dossiers(db: Database) -> dict[str, Version]:
    """Dossier -> what binds it: the newest campaign that drew it, or read it without any draw. Others go by the packs in force."""
    bound: dict[str, Version] = {}
    drawn = {event.subject: event for event in _firsts(record.current(db, _DRAWN))}
    campaigns = {event.subject: event for event in _firsts(record.current(db, _CAMPAIGN))}
    for ident, event in sorted(campaigns.items(), key=lambda pair: (pair[1].payload["year"], pair[1].at, pair[1].id)):
        if event.payload.get("packs"):
            version = Version(event.payload["packs"], ident, event.payload["title"])
            read = drawn[ident].payload["drawn"] if ident in drawn else store.marked_in(db, ident)
            bound.update(dict.fromkeys(read, version))
    return bound


def title_of(db: Database, campaign: str) -> str:
    """The title of a campaign, "" for none."""
    return (
        next((str(event.payload["title"]) for event in record.current(db, _CAMPAIGN, campaign)), "") if campaign else ""
    )


def _firsts(events: list[Event]) -> list[Event]:
    """Of a conflict the smallest id, which is the same on every laptop; the later ones of a subject are overwritten by it."""
    return sorted(events, key=lambda event: event.id, reverse=True)


def hold(db: Database, by: Author, wanted: Mapping[str, str]) -> None:
    """Keep the texts of these versions (kind/name -> hash) in the record, as far as they are here and not kept yet. Inside `record.writing`."""
    known = _known(db)
    for key, digest in sorted(wanted.items()):
        if of_checks(key) and digest in known and not record.current(db, HELD, digest):
            record.append(db, by, HELD, digest, {"pack": key, "text": known[digest]})


def held(db: Database, wanted: Mapping[str, str]) -> list[Event]:
    """The events that keep the texts of these versions, for a package."""
    return [event for digest in sorted(set(wanted.values())) for event in record.history(db, HELD, digest)]


def _known(db: Database) -> dict[str, str]:
    """Hash -> text of every version that was ever here: shipped, edited, held."""
    texts = list(_shipped().values())
    texts += [str(event.payload["text"]) for kind in (inforce.PACK, HELD) for event in record.history(db, kind)]
    return {_hash(text): text for text in texts}


def texts(db: Database, version: Version) -> dict[str, str]:
    """Kind/name -> text of each frozen pack of the checks. Raises FrozenPackLost."""
    known, found = _known(db), {}
    for key, digest in version.packs.items():
        if of_checks(key):
            if digest not in known:
                raise FrozenPackLost(pack=key, digest=digest[:12], title=version.title)
            found[key] = known[digest]
    return found


def packs_of(db: Database, version: Version, region: str = "") -> Packs:
    """The packs of a frozen version for a region: nothing of what came or changed later. Raises FrozenPackLost."""
    return law.exactly(texts(db, version), region)
