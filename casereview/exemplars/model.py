"""An exemplar (案例库条目): anonymised pages with commentary."""

from __future__ import annotations

from typing import Literal

from casereview.rubric.model import Frozen

CARD = "exemplar.card"  # subject: the exemplar's id; each change replaces the event before it
RELEASED = "exemplar.released"


class Pin(Frozen):
    """Commentary pinned to a place of an anonymised page: box in points."""

    page: int
    box: tuple[float, float, float, float]
    text: str
    good: bool = True


class AnonymousPage(Frozen):
    """A page redrawn so that nothing lies beneath: a PNG by SHA-256, its size in points, the text that may be searched."""

    image: str
    width: float
    height: float
    text: str
    title: str = ""


class Stage(Frozen):
    """A step of the case: its first and last day, counted from the first day of the case, which is 1."""

    step: str
    first: int
    last: int


class Proof(Frozen):
    """A cell of the three systems. title: the paper that proves it; why: code of `[check.cell]`, why nothing has to."""

    state: Literal["proved", "not_required", "open"]
    title: str = ""
    why: str = ""


class Systems(Frozen):
    """A step by publicity, written record, recording and legal review."""

    step: str
    cells: tuple[Proof, ...]


class Card(Frozen):
    """An exemplar. kind: a good or a bad example; state: draft, checked by one (the attack is clean), released by a second person."""

    id: str
    title: str
    kind: Literal["good", "bad"] = "good"
    domain: str = ""
    cause: str = ""
    procedure: str = ""
    unit: str = ""
    year: int = 0
    score: str = ""
    grade: str = ""
    summary: str = ""
    points: str = ""
    articles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    systems: tuple[Systems, ...] = ()
    pages: tuple[AnonymousPage, ...] = ()
    pins: tuple[Pin, ...] = ()
    state: Literal["draft", "released", "withdrawn"] = "draft"
    attack: str = ""  # digest of the attack report that was clean
    source: str = ""  # dossier id; never exported
