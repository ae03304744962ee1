"""How a person last looked at a page: its turn, its size, the place on it; and at which page of a dossier. A view, never the record.

Kept in the settings folder, by reader and by file hash.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from typing import Any

MOST = 5000  # pages remembered; the ones looked at longest ago go first


@dataclass(frozen=True, slots=True)
class Look:
    """turn: degrees clockwise · zoom: pixels a point, 0 where the size was never chosen for this page · x, y: what stood at
    the upper left of the window, in points of the page as turned."""

    turn: int = 0
    zoom: float = 0.0
    x: float = 0.0
    y: float = 0.0


PLAIN = Look()


def _nobody() -> str:
    return ""


class Looks:
    """`file` None keeps them in memory alone (tests, screenshots). reader: who looks now."""

    def __init__(self, file: Path | None = None, reader: Callable[[], str] = _nobody) -> None:
        self._file, self._reader = file, reader
        self._held, self._last = _load(file) if file else _empty()
        self._dirty = False

    def of(self, file: str, page: int) -> Look:
        return self._held.get(self._key(file, page), PLAIN)

    def turn(self, file: str, page: int, degrees: int) -> None:
        self._set(file, page, replace(self.of(file, page), turn=degrees % 360))

    def begin(self, turns: Mapping[tuple[str, int], int]) -> None:
        """Pages stand as people recorded it, where this reader has not turned them himself: (file, page) -> degrees."""
        for place, degrees in turns.items():
            if not self.of(*place).turn:
                self.turn(*place, degrees)

    def zoom(self, file: str, page: int, zoom: float) -> None:
        """0 forgets the size."""
        self._set(file, page, replace(self.of(file, page), zoom=round(zoom, 3)))

    def move(self, file: str, page: int, x: float, y: float) -> None:
        self._set(file, page, replace(self.of(file, page), x=round(x, 1), y=round(y, 1)))

    def last(self, dossier: str) -> int:
        """The page of a dossier that was looked at last; 0: never."""
        return self._last.get(f"{self._reader()}/{dossier}", 0)

    def stay(self, dossier: str, page: int) -> None:
        key = f"{self._reader()}/{dossier}"
        self._last.pop(key, None)
        self._last[key] = page
        _shorten(self._last)
        self._dirty = True

    def _key(self, file: str, page: int) -> str:
        return f"{self._reader()}/{file}/{page}"

    def _set(self, file: str, page: int, look: Look) -> None:
        key = self._key(file, page)
        if self._held.pop(key, PLAIN) != look:
            self._dirty = True
        if look != PLAIN:
            self._held[key] = look
        _shorten(self._held)

    def save(self) -> None:
        """Written where something differs; a folder that cannot be written costs the memory, not the work."""
        if self._file is None or not self._dirty:
            return
        self._dirty = False
        values = {"pages": {key: astuple(look) for key, look in self._held.items()}, "last": self._last}
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
            os.replace(part, self._file)
        except OSError:
            return


def _shorten(held: OrderedDict[str, Any]) -> None:
    while len(held) > MOST:
        held.popitem(last=False)


def _empty() -> tuple[OrderedDict[str, Look], OrderedDict[str, int]]:
    return OrderedDict(), OrderedDict()


def _load(file: Path) -> tuple[OrderedDict[str, Look], OrderedDict[str, int]]:
    """Empty where the file is absent or damaged."""
    try:
        values = json.loads(file.read_text("utf-8"))
        pages = {
            str(key): Look(int(turn) % 360, float(zoom), float(x), float(y))
            for key, (turn, zoom, x, y) in values["pages"].items()
        }
        return OrderedDict(pages), OrderedDict((str(key), int(page)) for key, page in values["last"].items())
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return _empty()
