"""What comes of reading an office's table: the draft, what was noted on the way, and how a person wants it read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from casereview import words
from casereview.rubric.heads import TableMap
from casereview.rubric.layout import Row
from casereview.rubric.model import Rubric


@dataclass(frozen=True, slots=True)
class Note:
    """What was assumed or not understood: code of `[rubric_table]`, the cell, and whether it forbids a rubric."""

    code: str
    at: str
    parameters: dict[str, object] = field(default_factory=dict)
    error: bool = False

    def sentence(self, language: str = "zh") -> str:
        said = words.render(f"rubric_table.{self.code}", language, **self.parameters)
        return f"{self.at}: {said}" if self.at else said


@dataclass(frozen=True, slots=True)
class Draft:
    """What a table says. rubric None: an error among the notes forbids it.

    values   the same as plain values, to be put right by hand (`rubric.editing`); {} where there is not one item
    columns  head of a column -> what it was taken for, a code of `[rubric_column]`
    places   id of an item, deduction or veto -> the cell it came from
    """

    rubric: Rubric | None
    notes: tuple[Note, ...]
    values: dict[str, Any] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a person wants a file read: a map for each of its tables in order, None for as proposed; cells: address -> what it should say."""

    maps: tuple[TableMap, ...] | None = None
    cells: Mapping[str, str] = field(default_factory=dict)


AS_PROPOSED = Plan()


@dataclass(slots=True)
class Log:
    """What is noted while a table is read. raw: item -> what stands for its points and is no number; vetoes: found among rules."""

    notes: list[Note] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    vetoes: list[Row] = field(default_factory=list)
    made: int = 0  # sections

    def note(self, code: str, at: str, parameters: dict[str, object] | None = None, error: bool = False) -> None:
        self.notes.append(Note(code, at, parameters or {}, error))
