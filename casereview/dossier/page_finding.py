"""The shape of what is said of a dossier's pages as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from casereview import words
from casereview.text import spans


@dataclass(frozen=True, slots=True)
class PageFinding:
    """One thing seen; `code` is of `[page_finding]` in words, with `pages` as one reads them and `count` among its parameters.

    pages      of the dossier, from 1; for `missing` those between which they are
    elsewhere  (dossier, page) that show the same photograph or scan
    """

    code: str
    pages: tuple[int, ...]
    parameters: dict[str, object] = field(default_factory=dict)
    elsewhere: tuple[tuple[str, int], ...] = ()


def together(code: str, pages: Sequence[int], **more: object) -> list[PageFinding]:
    """One finding of all these pages, none where there are none."""
    if not pages:
        return []
    return [PageFinding(code, tuple(pages), {"pages": spans(pages), "count": len(pages), **more})]


def said(finding: PageFinding, language: str = "zh") -> str:
    """One sentence; pages are listed as the language lists them."""
    between = "、" if language == "zh" else ", "
    shown = {
        name: value.replace(", ", between) if name in ("pages", "numbers") and isinstance(value, str) else value
        for name, value in finding.parameters.items()
    }
    return words.render(f"page_finding.{finding.code}", language, **shown)
