"""The table of defects as values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tests.mutations.files import Change

FILES = tuple(Path(__file__).with_name(name) for name in ("defects.toml", "kinds.toml"))
_PARTS = {part.name for part in fields(Change)}


@dataclass(frozen=True, slots=True)
class Defect:
    """A line of the table: what is done to which clean dossier, and what the checks then say.

    expect     the outcome that must appear, "R-S01.late"
    also       rules that may fail besides, because of the defect
    stated     a person states that the dossier is complete; confirmed: the unit has confirmed its amounts
    adopted    local values (name, value) that the unit has confirmed besides
    shows      outcomes that the same files give as well
    named      a person leafs through the pages and says which paper begins where
    typed      facts that a person types: form, name, value
    """

    name: str
    base: str
    change: Change
    expect: str
    also: frozenset[str]
    stated: bool
    confirmed: bool
    shows: tuple[str, ...] = ()
    named: bool = False
    typed: tuple[tuple[str, str, str], ...] = ()
    adopted: tuple[tuple[str, str], ...] = ()

    @property
    def rule(self) -> str:
        return self.expect.partition(".")[0]


def _defect(row: dict[str, Any], stated: list[str]) -> Defect:
    own = {key: row.pop(key) for key in list(row) if key in _PARTS}
    own["edit"] = tuple(tuple(edit) for edit in own.get("edit", ()))
    also = set(row.pop("also", ())) | (set(stated) if row.get("stated") else set())
    return Defect(
        change=Change(**own), also=frozenset(also), stated=row.pop("stated", False), confirmed=row.pop("confirmed", False),
        shows=tuple(row.pop("shows", ())), typed=tuple(tuple(one) for one in row.pop("typed", ())),
        adopted=tuple(row.pop("adopted", {}).items()), **row,
    )  # fmt: skip


def _read() -> tuple[Defect, ...]:
    tables = [tomllib.loads(file.read_text("utf-8")) for file in FILES]
    stated = tables[0]["also_stated"]
    return tuple(_defect(row, stated) for table in tables for row in table["defects"])


DEFECTS = _read()
