"""What names a page and a picture of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.kit.filters import Filter

if TYPE_CHECKING:
    from casereview.dossier.render import Part


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that can be drawn: the file that draws it, its kind and page there; size in points; `file` is the original's hash."""

    path: Path
    kind: str
    page: int
    width: float
    height: float
    file: str


@dataclass(frozen=True, slots=True)
class Key:
    """A picture: of a page, at a scale (1.0 is 72 dpi), whole or a part of it, looked at through a filter."""

    ref: PageRef
    scale: float
    part: Part | None = None
    how: Filter = Filter.NONE
