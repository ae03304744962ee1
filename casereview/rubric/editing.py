"""A rubric while somebody writes it: plain values that may be wrong for the moment, judged at every step, saved as a file.

Values are what a rubric file says, numbers as texts. No function alters what it is given: each step gives new values,
so a former step can be had back. A path leads to an entry, e.g. ("sections", 0, "items", 3, "deductions", 1).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from casereview.rubric.files import (
    RubricInvalid,
    RubricUnreadable,
    content,
    dump_values,
    parse,
)
from casereview.rubric.lint import check
from casereview.rubric.model import Rubric
from casereview.rubric.problems import Finding, errors_of, findings_of

Values = dict[str, Any]
Trail = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands of a draft. rubric None: it is none yet; findings: each problem with the path of its entry."""

    rubric: Rubric | None
    findings: tuple[tuple[Finding, Trail], ...]

    @property
    def sound(self) -> bool:
        """Whether it could be published."""
        return self.rubric is not None and all(finding.severity != "error" for finding, _ in self.findings)


def values_of(rubric: Rubric, version: str = "") -> Values:
    """The values of a rubric, as a new version of it where one is named."""
    values = deepcopy(content(rubric))
    return values | {"version": version} if version else values


def next_version(rubric: Rubric, taken: frozenset[str]) -> str:
    """The version with its last number counted up until nobody has it: 2024.1 → 2024.2."""
    head, dot, last = rubric.version.rpartition(".")
    number = int(last) if last.isdigit() else 0
    while True:
        number += 1
        found = f"{head}{dot}{number}" if last.isdigit() else f"{rubric.version}.{number}"
        if found not in taken:
            return found


def open_draft(path: Path) -> Values:
    """The values of a rubric file, finished or not. Raises what `load` raises for a file that is none at all."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise RubricUnreadable(file=path.name) from problem
    try:
        return values_of(parse(text, path.name))
    except RubricInvalid:
        values: Values = _plain(tomllib.loads(text, parse_float=Decimal))
        if not _shaped(values):
            raise
        return values


def save(values: Values, path: Path) -> Path:
    """Write a draft as a file that `open_draft` and, when it is sound, `load` read again."""
    path.write_text(dump_values(values), "utf-8")
    return path


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return (
        str(value) if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)) else value
    )


def _shaped(values: Values) -> bool:
    """Whether lists of entries are where an editor looks for them."""

    def entries(above: Mapping[str, Any], name: str) -> list[Any] | None:
        found = above.get(name, [])
        return found if isinstance(found, list) and all(isinstance(entry, dict) for entry in found) else None

    def section(found: Mapping[str, Any]) -> bool:
        items, parts = entries(found, "items"), entries(found, "sections")
        if items is None or parts is None:
            return False
        return all(entries(item, "deductions") is not None for item in items) and all(map(section, parts))

    if any(entries(values, name) is None for name in ("grades", "vetoes", "bonus")):
        return False
    sections = entries(values, "sections")
    return bool(sections) and all(map(section, sections or []))


# judging -----------------------------------------------------------------------------------------------------------


def judge(values: Values) -> Judged:
    """The rubric that the values make, if they make one, and what is wrong or odd, as `lint` says it of a file."""
    try:
        rubric = Rubric.model_validate(values)
    except ValidationError as problem:
        found = findings_of(problem, "", values)
        errors = errors_of(problem)
        placed = tuple((f, _entry(values, tuple(e["loc"]))) for f, e in zip(found, errors, strict=True))
        total = total_of(values["sections"])
        if [finding.code for finding in found] != ["full-sum"] or total is None:
            return Judged(None, placed)
        # Nothing but the sum is wrong: the rest can be looked through all the same.
        whole = judge({**values, "full_marks": str(total)})
        return Judged(None, (*placed, *whole.findings))
    return Judged(rubric, _looked_through(values, rubric))


def _looked_through(values: Values, rubric: Rubric) -> tuple[tuple[Finding, Trail], ...]:
    ids = {ident: path for path, ident in named(values)}
    return tuple(
        (finding, ids.get(str(finding.parameters.get("where", "")).split(" ")[-1], ())) for finding in check(rubric)
    )


def _entry(values: Values, loc: Trail) -> Trail:
    """The longest beginning of a place that is an entry."""
    best: Trail = ()
    at: Any = values
    for number, part in enumerate(loc):
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(at, dict) and isinstance(part, int):
            best = tuple(loc[: number + 1])
    return best


def named(values: Values) -> list[tuple[Trail, str]]:
    """Every entry's path with its id, from the top down."""
    found: list[tuple[Trail, str]] = []
    for path, section in sections_of(values):
        found.append((path, str(section.get("id", ""))))
        for i, item in enumerate(section.get("items", [])):
            found.append(((*path, "items", i), str(item.get("id", ""))))
            found += [
                ((*path, "items", i, "deductions", d), str(deduction.get("id", "")))
                for d, deduction in enumerate(item.get("deductions", []))
            ]
    for name in ("vetoes", "bonus"):
        found += [((name, n), str(entry.get("id", ""))) for n, entry in enumerate(values.get(name, []))]
    return found


def sections_of(above: Values, path: Trail = ()) -> Iterator[tuple[Trail, Values]]:
    """Every section with its path, each before those in it."""
    for number, section in enumerate(above.get("sections", [])):
        here: Trail = (*path, "sections", number)
        yield here, section
        yield from sections_of(section, here)


def inside(path: Trail, kind: str) -> Trail:
    """The path of the nearest entry of a kind ("sections", "items") that a path leads to or through; () where there is none."""
    for end in range(len(path), 1, -1):
        if path[end - 2] == kind and isinstance(path[end - 1], int):
            return path[:end]
    return ()


def position(values: Values, path: Trail) -> str:
    """The typed code of the item at a path: number of its topmost section, place in it."""
    top = path[:2]
    before = [
        (*where, "items", n)
        for where, section in ((top, at(values, top)), *sections_of(at(values, top), top))
        for n in range(len(section.get("items", [])))
    ]
    return f"{int(top[1]) + 1}-{before.index(inside(path, 'items')) + 1}"


# steps -------------------------------------------------------------------------------------------------------------


def at(values: Values, path: Trail) -> Any:
    """What stands at a path. Raises KeyError or IndexError."""
    found: Any = values
    for part in path:
        found = found[part]
    return found


_KEPT = ("title", "text")  # an entry without words is told apart from a file without the key


def put(values: Values, path: Trail, key: str, value: Any) -> Values:
    """The values with a key of an entry set; None, "" and an empty list or table take it out. `key` may be "applies.flags"."""
    made = deepcopy(values)
    above: list[tuple[Values, str]] = []
    entry: Values = at(made, path)
    *outer, last = key.split(".")
    for name in outer:
        above.append((entry, name))
        entry = entry.setdefault(name, {})
    if value is None or (value in ("", [], {}) and last not in _KEPT):
        entry.pop(last, None)
    else:
        entry[last] = value
    for holder, name in reversed(above):
        if not holder[name]:
            del holder[name]
    return _summed(made)


def replace(values: Values, path: Trail, entry: Values) -> Values:
    """The values with a whole entry put in place of what stands at a path."""
    made = deepcopy(values)
    at(made, path[:-1])[path[-1]] = deepcopy(entry)
    return _summed(made)


def add(values: Values, above: Trail, name: str) -> tuple[Values, Trail]:
    """A new entry at the end of the list `name` of the entry at `above`: ("sections", 0), "items". Gives its path as well."""
    made = deepcopy(values)
    entries = at(made, above).setdefault(name, [])
    entries.append(_fresh(made, above, name))
    return _summed(made), (*above, name, len(entries) - 1)


def _fresh(values: Values, above: Trail, name: str) -> Values:
    code = str(values.get("code", "")) or "X"
    taken = {ident for _, ident in named(values)}
    if name == "deductions":
        ident = _free(f"{at(values, above).get('id', code)}-", 1, taken)
        return {"id": ident, "text": "", "category": "filing", "severity": "minor", "points": "1", "once": True}
    if name == "items":
        return {"id": _free(f"{code}-", 2, taken), "title": "", "points": "1", "deductions": []}
    if name == "sections":
        item: Values = {"id": _free(f"{code}-", 2, taken), "title": "", "points": "1", "deductions": []}
        return {"id": _free(f"{code}-S", 1, taken), "title": "", "points": "1", "items": [item]}
    if name == "vetoes":
        return {"id": _free(f"{code}-V", 2, taken), "title": "", "effect": "fail", "human": True}
    if name == "bonus":
        return {"id": _free(f"{code}-J", 1, taken), "title": "", "points": "1"}
    known = {grade.get("code") for grade in values.get("grades", [])}
    free = next((grade for grade in ("excellent", "good", "pass", "fail") if grade not in known), "fail")
    return {"code": free, "title": "", "at_least": "0"}


def _free(head: str, digits: int, taken: set[str]) -> str:
    return next(found for n in range(1, 10_000) if (found := f"{head}{n:0{digits}}") not in taken)


def remove(values: Values, path: Trail) -> Values:
    """The values without the entry at a path."""
    made = deepcopy(values)
    entries = at(made, path[:-1])
    del entries[path[-1]]
    if not entries:
        del at(made, path[:-2])[path[-2]]
    return _summed(made)


def removable(values: Values, path: Trail) -> bool:
    """Whether an entry may go: the last section stays, and so does what alone is in a section."""
    if not path or not isinstance(path[-1], int):
        return False
    if path[-2] not in ("sections", "items"):
        return True
    above = at(values, path[:-2])
    return len(above.get("items", [])) + len(above.get("sections", [])) > 1


def move(values: Values, path: Trail, by: int) -> tuple[Values, Trail]:
    """The entry one place up (-1) or down (1) in its list, where there is one. Gives its new path as well."""
    made = deepcopy(values)
    entries, here = at(made, path[:-1]), int(path[-1])
    there = here + by
    if not 0 <= there < len(entries):
        return values, path
    entries[here], entries[there] = entries[there], entries[here]
    return made, (*path[:-1], there)


def _summed(values: Values) -> Values:
    """Each section states what stands in it adds up to: nobody should have to reckon that while editing."""
    for _, section in reversed(list(sections_of(values))):
        total = _sum(section)
        if total is not None:
            section["points"] = str(total)
    return values


def total_of(sections: list[Values]) -> Decimal | None:
    """What these sections count; None while something in them carries no number."""
    return _sum({"sections": sections})


def _sum(above: Values) -> Decimal | None:
    """Points of its items, and for each section in it its weight or what it adds up to itself."""
    total = Decimal(0)
    try:
        for item in above.get("items", []):
            total += Decimal(str(item["points"]))
        for section in above.get("sections", []):
            counts = Decimal(str(section["weight"])) if section.get("weight") else _sum(section)
            if counts is None:
                return None
            total += counts
    except (InvalidOperation, KeyError):
        return None
    return total
