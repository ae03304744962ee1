"""How a person last looked at a page: its turn and its size, by file hash, kept in the settings folder. A view, never the record."""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from dataclasses import dataclass, replace
from pathlib import Path

MOST = 5000  # pages remembered; the ones looked at longest ago go first


@dataclass(frozen=True, slots=True)
class Look:
    """turn: degrees clockwise · zoom: pixels a point, 0 where the size was never chosen for this page."""

    turn: int = 0
    zoom: float = 0.0


PLAIN = Look()


class Looks:
    """`file` None keeps them in memory alone (tests, screenshots)."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._held: OrderedDict[str, Look] = OrderedDict(_load(file) if file else {})
        self._dirty = False

    def of(self, file: str, page: int) -> Look:
        return self._held.get(f"{file}/{page}", PLAIN)

    def turn(self, file: str, page: int, degrees: int) -> None:
        self._set(file, page, replace(self.of(file, page), turn=degrees % 360))

    def zoom(self, file: str, page: int, zoom: float) -> None:
        """0 forgets the size."""
        self._set(file, page, replace(self.of(file, page), zoom=round(zoom, 3)))

    def _set(self, file: str, page: int, look: Look) -> None:
        key = f"{file}/{page}"
        self._held.pop(key, None)
        if look != PLAIN:
            self._held[key] = look
        while len(self._held) > MOST:
            self._held.popitem(last=False)
        self._dirty = True

    def save(self) -> None:
        """Written where something differs; a folder that cannot be written costs the memory, not the work."""
        if self._file is None or not self._dirty:
            return
        self._dirty = False
        values = {key: [look.turn, look.zoom] for key, look in self._held.items()}
        part = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(values), "utf-8")
            os.replace(part, self._file)
        except OSError:
            return


def _load(file: Path) -> dict[str, Look]:
    """Empty where the file is absent or damaged."""
    try:
        values = json.loads(file.read_text("utf-8"))
        return {str(key): Look(int(turn) % 360, float(zoom)) for key, (turn, zoom) in values.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
