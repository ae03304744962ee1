"""The table of defects as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests.mutations.files import Change

FILE = Path(__file__).with_name("defects.toml")
_PARTS = {part.name for part in fields(Change)}


@dataclass(frozen=True, slots=True)
class Defect:
    """A line of the table: what is done to which clean dossier, and what the checks then say.

    expect     the outcome that must appear, "R-S01.late"
    also       rules that may fail besides, because of the defect
    stated     a person states that the dossier is complete; confirmed: the unit has confirmed its amounts
    """

    name: str
    base: str
    change: Change
    expect: str
    also: frozenset[str]
    stated: bool
    confirmed: bool

    @property
    def rule(self) -> str:
        return self.expect.partition(".")[0]


def _defect(row: dict[str, Any], stated: list[str]) -> Defect:
    own = {key: row.pop(key) for key in list(row) if key in _PARTS}
    own["edit"] = tuple(tuple(edit) for edit in own.get("edit", ()))
    also = set(row.pop("also", ())) | (set(stated) if row.get("stated") else set())
    return Defect(
        change=Change(**own), also=frozenset(also), stated=row.pop("stated", False), confirmed=row.pop("confirmed", False),
        **row,
    )  # fmt: skip


def _read() -> tuple[Defect, ...]:
    table = tomllib.loads(FILE.read_text("utf-8"))
    return tuple(_defect(row, table["also_stated"]) for row in table["defects"])


DEFECTS = _read()
