"""The nouns of a dossier. Frozen; boxes in points from the top left of the page as it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NewType

DossierId = NewType("DossierId", str)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points, origin at the top left, x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def __or__(self, other: Box) -> Box:
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def as_list(self) -> list[float]:
        return [round(v, 2) for v in (self.x0, self.y0, self.x1, self.y1)]


@dataclass(frozen=True, slots=True)
class Run:
    """One line of text (or a cell's line) as it stands on the page, in reading order.

    edges  x of each character's left side and of the last one's right: len(text) + 1 numbers, or empty
    score  1.0 for text of the file, the recogniser's confidence for OCR
    place  where it stands in a Word source: "block 3", "block 3 / cell 1,2 / paragraph 1", and " / characters 20-41" at the
           end where a line is only part of its paragraph; headers, footers, text boxes and notes say so; "" elsewhere
    cell   (table, row, column) of the table cell that holds the line, each from 1, a merged cell by its top left corner;
           None outside of tables and where the file knows no tables (PDF): forms are read by cells
    doubts (place in the text, score) of each letter of which a recogniser was not sure
    """

    text: str
    box: Box
    edges: tuple[float, ...] = ()
    score: float = 1.0
    place: str = ""
    cell: tuple[int, int, int] | None = None
    doubts: tuple[tuple[int, float], ...] = ()

    def sure(self, start: int, end: int) -> float:
        """How surely text[start:end] was read: as its line, or as the most doubtful of its letters."""
        return min([self.score, *(score for at, score in self.doubts if start <= at < end)])

    def part(self, start: int, end: int) -> Box:
        """The box of text[start:end]; the whole line for one that stands upright, whose characters have no left sides."""
        if self.edges:
            left, right = self.edges[start], self.edges[end]
        elif len(self.text) > 2 and self.box.y1 - self.box.y0 > self.box.x1 - self.box.x0:
            return self.box
        else:
            step = (self.box.x1 - self.box.x0) / max(len(self.text), 1)
            left, right = self.box.x0 + step * start, self.box.x0 + step * end
        return Box(min(left, right), self.box.y0, max(left, right), self.box.y1)


class TextSource(StrEnum):
    TEXT = "text"
    OCR = "ocr"
    NONE = "none"  # an image that nobody has read


@dataclass(frozen=True, slots=True)
class Page:
    """One page of one file. number from 1; width and height in points as shown."""

    number: int
    width: float
    height: float
    source: TextSource
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Problem:
    """A file set aside or read badly: name, a code of `[reading]` in words, its parameters. Reason and remedy are one sentence each."""

    file: str
    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a dossier: an original (by hash) with the name it came under.

    kind        pdf docx doc image xlsx … by content, not by name
    view        SHA-256 of the drawn reading view (PDF) for files that have no pages of their own, else ""
    unlocked    SHA-256 of what was inside a lock that a person opened, else ""; the original keeps its lock
    attachment  kept but has no pages (XLSX, audio, video)
    notes       what a person should know of how it was read (pages without text, macros not run …); nothing of it is fatal
    """

    sha256: str
    name: str
    size: int
    kind: str
    pages: tuple[Page, ...] = ()
    view: str = ""
    unlocked: str = ""
    attachment: bool = False
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place that outlives every re-read: file hash, page in that file (from 1), box or None for the whole page."""

    file: str
    page: int
    box: Box | None = None

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "page": self.page, "box": self.box.as_list() if self.box else None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Place:
        return cls(value["file"], value["page"], Box(*value["box"]) if value.get("box") else None)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper (文书) of the dossier.

    id          stable within one reading: "p01", "p02" … in reading order
    form        code of the form pack: F01…F24, X-…, or X-OTHER
    pages       pages of the dossier, from 1, counted over all members in order
    file        the file of its first page (a paper photographed page by page lies in several)
    file_pages  the same pages counted each in its own file
    way         "title" "catalogue" "file-name" "person" "rest"
    """

    id: str
    form: str
    title: str
    file: str
    pages: tuple[int, ...]
    file_pages: tuple[int, ...]
    confidence: float
    way: str


class FactState(StrEnum):
    READ = "read"
    CORRECTED = "corrected"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Fact:
    """One reading of one fact (要素) in one paper.

    name   of the closed catalogue in rubrics/packs/facts; value as the catalogue types it: text, ISO 8601 date or
           date-time with minutes, decimal yuan as text, or a flat dict (officer, article, service, tick)
    page   of the dossier, 0 for what a register of cases says; box on it; text the original words beside the value
    """

    name: str
    value: Any
    paper: str
    page: int
    place: Place
    text: str
    confidence: float = 1.0
    state: FactState = FactState.READ

    @property
    def from_ledger(self) -> bool:
        """Only a register of cases says it (`paper` "ledger", `page` 0): no paper, and no person yet."""
        return self.paper == "ledger" and self.state is FactState.READ


@dataclass(frozen=True, slots=True)
class Reading:
    """What the program reads in one dossier: pure of workspace and person.

    page_of[i] is (file hash, page in file) of dossier page i + 1.
    """

    members: tuple[Member, ...]
    papers: tuple[Paper, ...]
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def page_of(self) -> tuple[tuple[str, int], ...]:
        return tuple((member.sha256, page.number) for member in self.members for page in member.pages)

    @property
    def pages(self) -> tuple[Page, ...]:
        return tuple(page for member in self.members for page in member.pages)

    def text_of(self, paper: Paper) -> str:
        pages = self.pages
        return "\n".join(pages[number - 1].text for number in paper.pages)

    def facts_named(self, *names: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.name in names]


class DossierState(StrEnum):
    """Where a dossier stands on the road; `[state]` in words names it."""

    TAKEN_IN = "taken_in"
    CHECKED = "checked"
    MARKING = "marking"
    SEALED = "sealed"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Dossier:
    """One case file as the list shows it; a row of the derived table `dossier`.

    unread      pages without text
    page_notes  findings on its pages, but for what other dossiers show too; None where nobody has looked
    """

    id: DossierId
    unit: str
    name: str
    version: str
    complete: bool
    taken_in_at: str
    pages: int
    case_no: str | None = None
    cause: str | None = None
    party: str | None = None
    procedure: str | None = None
    filed_on: str | None = None
    decided_on: str | None = None
    amount: str | None = None
    fails: int | None = None
    warns: int | None = None
    unknowns: int | None = None
    state: str = DossierState.TAKEN_IN
    score: str | None = None
    grade: str | None = None
    unread: int = 0
    page_notes: int | None = None
