"""The packs as a person looks at them: where from, which version, edited by whom, and what is still to be looked up.

What is not confirmed stands in the packs as `confirmed = false`. Confirming changes the text of the pack in that one place,
so that comments and order stay, and the result is compared with what was meant before it is used.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from casereview import packs, record
from casereview.checks import inforce, law
from casereview.errors import CaseReviewError, NotFound

Path = tuple[str | int, ...]


class CannotConfirm(CaseReviewError):
    """The place is written in a way that only a person can change, in the text; `where`."""

    code = "pack-cannot-confirm"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Something in a pack that nobody has compared with its source.

    path   where it stands, as keys and numbers; title: what it is called there, "" if nothing
    value  what stands there now; None where it is no single value; settable: whether confirming may correct it
    source what the pack says of its origin
    """

    path: Path
    title: str
    value: str | None
    source: str
    settable: bool = False

    @property
    def where(self) -> str:
        return ".".join(str(part) for part in self.path)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack in force.

    digest     hash of its content, as campaigns freeze it; source: what it says of its origin
    editable   whether this workspace may use an edited one; by, at: who edited it and when, "" if as shipped
    disputed   people edited it apart and differ: the latest is shown, none is in force, until somebody saves one
    """

    kind: str
    name: str
    title: str
    source: str
    digest: str
    editable: bool
    shipped: bool
    by: str
    at: str
    open: tuple[Placeholder, ...]
    disputed: bool = False

    @property
    def edited(self) -> bool:
        return bool(self.by)


def shelf(db: Database) -> list[Shelved]:
    """Every pack, by kind and name: the shipped ones and those this workspace added."""
    mine = inforce.edits(db)
    shipped = {(folder.name, name) for folder in packs.SHIPPED.iterdir() for name in packs.names(folder.name)}
    every = shipped | {(kind, name) for kind, _, name in (key.partition("/") for key in mine)}
    return [
        _shelved(kind, name, mine.get(f"{kind}/{name}", []), (kind, name) in shipped) for kind, name in sorted(every)
    ]


def shipped() -> list[Shelved]:
    """Every shipped pack as it came, for who has no workspace."""
    every = {(folder.name, name) for folder in packs.SHIPPED.iterdir() for name in packs.names(folder.name)}
    return [_shelved(kind, name, [], True) for kind, name in sorted(every)]


def _shelved(kind: str, name: str, edits: list[record.Event], shipped: bool) -> Shelved:
    said = _text(edits) if edits else shipped_text(kind, name)
    return Shelved(
        kind,
        name,
        *_head(said),
        law.model_of(kind, name) is not None,
        shipped,
        "、".join(sorted({event.actor for event in edits})),
        edits[-1].at if edits else "",
        tuple(placeholders(kind, name, said)),
        len({_text([event]) for event in edits}) > 1,
    )


@lru_cache(maxsize=128)
def _head(text: str) -> tuple[str, str, str]:
    """Title, source and hash: a shelf is looked at often, and its texts seldom change."""
    data = tomllib.loads(text)
    return str(data.get("title", "")), str(data.get("source", "")), packs.content_hash(text)


def _text(edits: list[record.Event]) -> str:
    return str(edits[-1].payload["text"])


def text_of(db: Database, kind: str, name: str) -> str:
    """The text of a pack in force, the latest of edits that differ. Raises NotFound."""
    edits = inforce.edits(db).get(f"{kind}/{name}")
    return _text(edits) if edits else shipped_text(kind, name)


def shipped_text(kind: str, name: str) -> str:
    """The text of a pack as it came. Raises NotFound."""
    if name not in packs.names(kind):
        raise NotFound(what="pack", name=f"{kind}/{name}")
    return (packs.SHIPPED / kind / f"{name}.toml").read_text("utf-8")


@lru_cache(maxsize=128)
def placeholders(kind: str, name: str, text: str) -> list[Placeholder]:
    """What in a pack is not confirmed: said so, or left unsaid where the model takes silence for that."""
    model = law.model_of(kind, name)
    data = packs.parse(text, f"{kind}/{name}.toml", model).model_dump(mode="json") if model else tomllib.loads(text)
    return [_placeholder(path, entry) for path, entry in _unconfirmed(data, ())]


def _unconfirmed(value: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(value, dict):
        if value.get("confirmed") is False:
            yield path, value
        for key, one in value.items():
            yield from _unconfirmed(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _unconfirmed(one, (*path, number))


def _placeholder(path: Path, entry: Mapping[str, Any]) -> Placeholder:
    names = entry.get("names") or ()
    title = str(entry.get("title") or entry.get("subject") or (names[0] if names else "") or entry.get("cause") or "")
    if entry.get("band"):
        title += f"　{entry['band']}"
    value = next(
        (str(entry[key]) for key in ("value", "days", "count", "target", "due") if entry.get(key) is not None),
        f"{entry['min']}–{entry['max']}" if "min" in entry and "max" in entry else None,
    )
    return Placeholder(path, title, value, str(entry.get("source") or entry.get("article") or ""), "value" in entry)


# Confirming


def confirmed(
    kind: str, name: str, text: str, path: Path, source: str, value: str | None = None, by: str = "", on: str = ""
) -> str:
    """The text with one placeholder confirmed from a source; `value` replaces what stands under `value` there.

    by, on  who compared it and when; kept where the entry has a place for it
    Where the pack has no place for a source, a comment keeps it. Raises CannotConfirm, and as `inforce.parse`.
    """
    data = tomllib.loads(text)
    entry = _at(data, path)
    wanted: dict[str, Any] = {"confirmed": True}
    if "source" in entry:
        wanted["source"] = source
    if path and by:
        wanted |= {"confirmed_by": by, "confirmed_on": date.fromisoformat(on)}
    if value is not None and "value" in entry:
        wanted["value"] = value
    note = "" if "source" in wanted else f"# 已核对：{' '.join(source.split())}\n"
    new = _with_keys(text, path, wanted, note)
    entry.update(wanted)
    try:
        sound = tomllib.loads(new) == data
    except tomllib.TOMLDecodeError:
        sound = False
    if not sound:
        raise CannotConfirm(where=".".join(str(part) for part in path))
    inforce.parse(kind, name, new)
    return new


def _at(data: Any, path: Path) -> dict[str, Any]:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            raise CannotConfirm(where=".".join(str(part) for part in path)) from None
    found: dict[str, Any] = data
    return found


def line_of(text: str, path: Path) -> int | None:
    """The line (from 0) at which the table of a path begins; None where it is not written as a table of its own."""
    if not path:
        return 0
    keys = ".".join(str(part) for part in path if isinstance(part, str))
    number = next((part for part in reversed(path) if isinstance(part, int)), None)
    pattern = rf"\s*\[\[\s*{re.escape(keys)}\s*\]\]" if number is not None else rf"\s*\[\s*{re.escape(keys)}\s*\]"
    lines = [n for n, line in enumerate(text.splitlines()) if re.match(pattern, line)]
    place = number or 0
    return lines[place] if place < len(lines) else None


def _with_keys(text: str, path: Path, wanted: Mapping[str, Any], note: str) -> str:
    """The text with single-line keys of one table set; what is more than that is found by the comparison afterwards."""
    start = line_of(text, path)
    if start is None:
        raise CannotConfirm(where=".".join(str(part) for part in path))
    lines = text.splitlines(keepends=True)
    first = start + 1 if path else 0
    end = next((n for n in range(first, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    block = lines[first:end]
    for key, value in wanted.items():
        shown = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        said = f"{key} = {shown}\n"
        place = next((n for n, line in enumerate(block) if re.match(rf"\s*{key}\s*=", line)), None)
        if place is not None:
            block[place] = (note if key == "confirmed" else "") + said
        else:
            last = max((n for n, line in enumerate(block) if line.strip() and not line.startswith("#")), default=-1)
            block.insert(last + 1, (note if key == "confirmed" else "") + said)
    return "".join(lines[:first] + block + lines[end:])


def place_of(text: str, error: CaseReviewError) -> int | None:
    """The line (from 0) of a pack's text that an error of `packs` speaks of, as near as it can be told; None where it cannot."""
    said = re.search(r"line (\d+)", str(error.parameters.get("detail", "")))
    if error.code == "pack-not-toml" and said:
        return int(said[1]) - 1
    keys = [part for part in str(error.parameters.get("where", "")).split(".") if part not in ("", "-")]
    path: Path = tuple(int(part) if part.isdigit() else part for part in keys)
    for length in range(len(path), -1, -1):
        start = line_of(text, path[:length])
        if start is not None:
            return _line_of_key(text.splitlines(), start, path[length:])
    return None


def _line_of_key(lines: list[str], start: int, rest: Path) -> int | None:
    """The line below a table's head on which the first key of what is left stands; the head itself where there is none."""
    key = next((part for part in rest if isinstance(part, str)), None)
    if key is None:
        return start
    found = (n for n in range(start, len(lines)) if re.match(rf"\s*{re.escape(key)}\s*=", lines[n]))
    return next(found, start if start else None)
