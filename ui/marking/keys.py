"""One state machine for all keys of the marking screen. Pure: a key and a state in, a state and perhaps a command out.

Typed item codes need no Enter: `2-1` goes there as soon as it names an item, and a `0` after it goes on to `2-10`.
Digits that continue no code begin a new one. Keys arrive as names ("j", "Space", "Ctrl+Z", "PgDown").
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple


class Command(NamedTuple):
    """What a key means: a name of NAMES, with the item code or the jump's digit."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """typed: the item code so far · jumping: `g` was pressed and a digit is awaited."""

    typed: str = ""
    jumping: bool = False


REST = State()

KEYS: dict[str, str] = {
    "j": "next_item",
    "Down": "next_item",
    "k": "previous_item",
    "Up": "previous_item",
    "n": "next_paper",
    "p": "previous_paper",
    "PgDown": "next_page",
    "PgUp": "previous_page",
    "Home": "first_page",
    "End": "last_page",
    "+": "zoom_in",
    "=": "zoom_in",
    "Space": "full",
    "a": "full_section",
    "x": "not_applicable",
    "Return": "deduct",
    "Enter": "deduct",
    "m": "not_found",
    "v": "veto",
    "b": "bonus",
    "l": "strength",
    "f": "flag",
    "u": "next_open",
    "d": "next_disputed",
    "w": "why",
    "c": "compare",
    "h": "known",
    "s": "thumbs",
    "Del": "withdraw",
    "Ctrl+Z": "undo",
    "Ctrl+Y": "redo",
    "Ctrl+Shift+Z": "redo",
    "Ctrl+Return": "seal",
    "Ctrl+Enter": "seal",
    "t": "across",
    "o": "tear_off",
    "r": "past",
    "i": "focus",
    "]": "next_dossier",
    "[": "previous_dossier",
}
NAMES = frozenset(KEYS.values()) | {"go_item", "jump", "zoom_out"}


def press(state: State, key: str, codes: Collection[str]) -> tuple[State, Command | None]:
    """What a key does while the rubric's items have these typed codes ("2-3")."""
    if state.jumping:
        return REST, Command("jump", key) if key.isdecimal() and len(key) == 1 else None
    if len(key) == 1 and (key.isdecimal() or key == "-"):
        return _type(state.typed, key, codes)
    if key == "g":
        return State(jumping=True), None
    name = KEYS.get(key)
    return REST, Command(name) if name else None


def _type(typed: str, key: str, codes: Collection[str]) -> tuple[State, Command | None]:
    """The longest end of what was typed that still begins a code counts: `2-1` then `3-1` needs nothing between."""
    whole = typed + key
    for start in range(len(whole)):
        tail = whole[start:]
        if any(code.startswith(tail) for code in codes):
            return State(typed=tail), Command("go_item", tail) if tail in codes else None
    return REST, Command("zoom_out") if key == "-" and not typed else None
