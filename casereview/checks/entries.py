"""A pack entry by entry: what stands where, and its text with one entry changed, added or taken away; comments stay.

An entry is a table of its own in the text: one of `[[fines]]`, or `[laws.penalty]`. What an edit made of the text is read
again and compared with what was meant before anybody uses it.
"""

from __future__ import annotations

import json
import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from casereview import words
from casereview.checks import law
from casereview.checks.lawbook import Sourced
from casereview.checks.shelf import CannotConfirm, Path, line_of
from casereview.errors import CaseReviewError
from casereview.packs import PackKeyMissing, PackKeyUnknown

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of a pack: what its entries must hold, and whether each has a key of its own."""

    table: str
    model: type[BaseModel]
    keyed: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, as the text has it. confirmed is None for a table whose entries are not compared with a text."""

    kind: Kind
    path: Path
    values: Values

    @property
    def title(self) -> str:
        """What it is called: by its own title, its cause, its act, else by its key."""
        names = self.values.get("names") or ()
        own = next((self.values[key] for key in ("title", "cause", "subject") if self.values.get(key)), "")
        return str(own or (names[0] if names else "") or self.values.get("law", "") or self.path[-1])

    @property
    def source(self) -> str:
        return str(self.values.get("source") or "")

    @property
    def confirmed(self) -> bool | None:
        if "confirmed" not in self.kind.model.model_fields:
            return None
        return bool(self.values.get("confirmed", self.kind.model.model_fields["confirmed"].default))

    @property
    def confirmed_by(self) -> str:
        """Who compared it and when, "" where it came so with the program."""
        by, on = self.values.get("confirmed_by"), self.values.get("confirmed_on")
        return f"{by} {on or ''}".strip() if by else ""


def kinds(kind: str, name: str) -> list[Kind]:
    """The tables of a pack that hold entries; none for a pack of another room, or one that is a table itself."""
    model = law.model_of(kind, name)
    found = [_kind(table, field) for table, field in model.model_fields.items()] if model else []
    return [one for one in found if one is not None]


def _kind(table: str, field: FieldInfo) -> Kind | None:
    parts = [
        part for part in typing.get_args(field.annotation) if isinstance(part, type) and issubclass(part, BaseModel)
    ]
    if not parts:
        return None
    return Kind(table, parts[0], typing.get_origin(field.annotation) is not tuple)


def entries(kind: str, name: str, text: str) -> list[Entry]:
    """Every entry, in the order of the text. Raises as tomllib."""
    data, found = tomllib.loads(text), list[Entry]()
    for one in kinds(kind, name):
        held = data.get(one.table) or ()
        rows = held.items() if isinstance(held, dict) else enumerate(held)
        found += [Entry(one, (one.table, key), values) for key, values in rows if isinstance(values, dict)]
    return found


# Edits


def changed(text: str, path: Path, values: Values) -> str:
    """The text with an entry that says `values`. Raises CannotConfirm where it is not written as a table of its own."""
    start, end = _block(text, path)
    lines = text.splitlines(keepends=True)
    notes = [line for line in lines[start + 1 : end] if line.lstrip().startswith("#")]
    head = lines[start] if lines[start].endswith("\n") else f"{lines[start]}\n"
    new = "".join([*lines[:start], head, *notes, _written(values), *lines[end:]])
    data = tomllib.loads(text)
    held: Any = data[str(path[0])]
    held[path[1]] = dict(values)
    return _sound(new, data, path)


def removed(text: str, path: Path) -> str:
    """The text without an entry. Raises CannotConfirm."""
    start, end = _block(text, path)
    lines = text.splitlines(keepends=True)
    data = tomllib.loads(text)
    table = str(path[0])
    if isinstance(data[table], dict):
        del data[table][str(path[1])]
    else:
        del data[table][int(path[1])]
    rest = lines[:start] + lines[end:]
    if not data[table]:  # the pack still has to say that there is none
        first = next((n for n, line in enumerate(rest) if line.lstrip().startswith("[")), len(rest))
        rest.insert(first, f"{table} = []\n" if isinstance(data[table], list) else f"{table} = {{}}\n")
    return _sound("".join(rest), data, path)


def added(text: str, table: str, values: Values, key: str = "") -> str:
    """The text with one entry more, after the others of its table. Raises CannotConfirm, also for a key that is there."""
    data = tomllib.loads(text)
    held = data.get(table)
    path: Path = (table, key) if key else (table, len(held or ()))
    if key and (not re.fullmatch(r"[A-Za-z0-9_-]+", key) or key in (held or {})):
        raise CannotConfirm(where=f"{table}.{key}")
    if not held:
        lines = [
            one for one in text.splitlines(keepends=True) if not re.match(rf"\s*{table}\s*=\s*(\[\s*\]|{{\s*}})", one)
        ]
        place = len(lines)
        data[table] = {} if key else []
    else:
        lines = text.splitlines(keepends=True)
        last: Path = (table, list(held)[-1] if isinstance(held, dict) else len(held) - 1)
        place = _block(text, last)[1]
    if key:
        data[table][key] = dict(values)
    else:
        data[table].append(dict(values))
    before = "" if not lines or lines[place - 1].endswith("\n") else "\n"
    head = f"{before}[{table}.{key}]\n" if key else f"{before}[[{table}]]\n"
    return _sound("".join([*lines[:place], head, _written(values), *lines[place:]]), data, path)


def _block(text: str, path: Path) -> tuple[int, int]:
    """First line of an entry and the line after its last one; comments before the next entry are that one's."""
    start = line_of(text, path)
    if start is None:
        raise CannotConfirm(where=".".join(map(str, path)))
    lines = text.splitlines()
    end = next((n for n in range(start + 1, len(lines)) if re.match(r"\s*\[\[?\s*[A-Za-z_]", lines[n])), len(lines))
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start, end


def _sound(new: str, meant: Values, path: Path) -> str:
    try:
        if tomllib.loads(new) == meant:
            return new
    except tomllib.TOMLDecodeError:
        pass
    raise CannotConfirm(where=".".join(map(str, path)))


def _written(values: Values) -> str:
    return "".join(f"{key} = {_toml(value)}\n" for key, value in values.items() if value is not None)


def _toml(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items() if one is not None) + " }"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False)


def stamped(model: type[BaseModel], values: Values, by: str, on: str) -> dict[str, Any]:
    """The values of an entry that a person saves: who compared it and when, or nobody."""
    said = {key: value for key, value in values.items() if key not in ("confirmed_by", "confirmed_on")}
    if issubclass(model, Sourced) and said.get("confirmed", model.model_fields["confirmed"].default):
        said |= {"confirmed_by": by, "confirmed_on": date.fromisoformat(on)}
    return said


# Errors


def explain(error: CaseReviewError, kind: str, name: str, text: str, language: str = "zh") -> str:
    """The sentence of an error of `packs`, with the entry and the field it speaks of by their names."""
    where = str(error.parameters.get("where", ""))
    path = tuple(int(part) if part.isdigit() else part for part in where.split("."))
    try:
        held = {entry.path: entry for entry in entries(kind, name, text)}
    except tomllib.TOMLDecodeError:
        return words.explain(error, language)
    entry = held.get(path[:2])
    if entry is None:
        return words.explain(error, language)
    field = "、".join(field_word(str(part), language) for part in path[2:])
    detail = words.render(f"expected.{error.parameters.get('detail_code')}", language)
    if detail.startswith("expected."):
        detail = str(error.parameters.get("detail", ""))
    code = {PackKeyMissing: "missing", PackKeyUnknown: "unknown"}.get(type(error), "value" if field else "whole")
    about = {"entry": entry.title, "field": field, "detail": detail, "got": error.parameters.get("got", "")}
    return words.render(f"pack_entry.{code}", language, **about)


def field_word(key: str, language: str = "zh") -> str:
    """A field by its word; one without a word by its key."""
    code = f"pack_field.{key}"
    said = words.render(code, language)
    return key if said == code else said
