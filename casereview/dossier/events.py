"""What people decide about dossiers, as it stands in the record. A payload that does not fit is kept and not used.

dossier.taken_in    subject: dossier. Files came in as a dossier; says names, hashes, unit, whether stated complete
dossier.version     subject: dossier. Its present version is the files of another one taken in later
dossier.unit        subject: dossier. It belongs to that unit
dossier.complete    subject: dossier. Somebody states that it is (not) complete
papers.cut          subject: dossier. A new paper begins on that page of that file, of that form and title
papers.join         subject: dossier. The page goes on with the paper before it
papers.move         subject: dossier. The paper that begins on that page stands before another one, or last of all
papers.withdrawn    subject: dossier. What was said of the papers there is taken back (likewise pages.* and fact.*)
pages.turn          subject: dossier. That page is read turned by so many degrees clockwise; no box moves by it
dossier.ledger      subject: dossier. A row of a register of cases is this dossier, and says so much of it
fact.corrected      subject: dossier. That fact, at that place, reads so
fact.confirmed      subject: dossier. The reading at that place is right
intake.set_aside    subject: file hash. It was not taken in, and why
intake.resolved     subject: file hash. What was set aside came in after all (replaces the event above)
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casereview.dossier.model import Place
from casereview.record import Event, digest_of

TAKEN_IN, VERSION, UNIT, COMPLETE = "dossier.taken_in", "dossier.version", "dossier.unit", "dossier.complete"
LISTED = "dossier.ledger"
CUT, JOIN, MOVE, TURN = "papers.cut", "papers.join", "papers.move", "pages.turn"
CORRECTED, CONFIRMED = "fact.corrected", "fact.confirmed"
SET_ASIDE, RESOLVED = "intake.set_aside", "intake.resolved"


class Payload(BaseModel):
    """Newer programs may say more: what we do not know is left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class MemberSaid(Payload):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    name: str
    size: int
    unlocked: str = ""


class TakenIn(Payload):
    unit: str = ""
    name: str
    complete: bool = False
    members: tuple[MemberSaid, ...] = Field(min_length=1)

    @property
    def version(self) -> str:
        return version_of(member.sha256 for member in self.members)


class Versioned(Payload):
    version: str


class UnitSaid(Payload):
    unit: str


class CompleteSaid(Payload):
    complete: bool


class PlaceSaid(Payload):
    file: str
    page: int
    box: tuple[float, float, float, float] | None = None

    def place(self) -> Place:
        return Place.from_json(self.model_dump())


class CutSaid(Payload):
    file: str
    page: int
    form: str = ""
    title: str = ""


class MoveSaid(Payload):
    """The paper that begins there stands before the one that begins at `before_*`; last of all where that is empty."""

    file: str
    page: int
    before_file: str = ""
    before_page: int = 0


class TurnSaid(Payload):
    file: str
    page: int
    degrees: int


class FactSaid(Payload):
    """`before` is what the reading said then; `added`: it stands beside others of its name there, in place of none."""

    name: str
    value: Any
    place: PlaceSaid
    text: str = ""
    before: Any = None
    added: bool = False


class ListedSaid(Payload):
    """`values`: name of fact, value, the words in the cell."""

    register_name: str
    sha256: str
    at: str
    values: tuple[tuple[str, Any, str], ...] = ()


class AsideSaid(Payload):
    name: str
    sha256: str = ""
    code: str
    parameters: dict[str, Any] = {}
    source: str = ""


P = TypeVar("P", bound=Payload)


def said(event: Event, model: type[P]) -> P | None:
    """The payload as its model, or None if it does not fit."""
    try:
        return model.model_validate(event.payload)
    except ValidationError:
        return None


def version_of(hashes: Any) -> str:
    """The identity of a set of files: order and names make no difference."""
    return digest_of(sorted(hashes))
