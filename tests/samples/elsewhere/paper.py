"""A paper that another hand filled in on another province's form, and everything that it says.

`facts` is the whole truth: what a reading holds beyond it is invented. Left to themselves are the names in `ASIDE`, which every
paper says in its own many words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.samples.blocks import Block, Cell, Grid, Sheet, Text

# (paper.made_on and domain follow from others; ticks and citations are counted by tests of their own)
ASIDE = frozenset(("paper.made_on", "domain", "tick", "article.cited", "procedure", "has_measure", "party.type"))


@dataclass(frozen=True)
class Elsewhere:
    """sheets of one page each; `lengths` says how many of them make each paper, one where it is left out."""

    name: str
    sheets: tuple[Sheet, ...]
    facts: dict[str, list[Any]]
    lengths: tuple[int, ...] = ()

    @property
    def papers(self) -> list[tuple[Sheet, ...]]:
        out, at = [], 0
        for length in self.lengths or (1,) * len(self.sheets):
            out.append(self.sheets[at : at + length])
            at += length
        return out

    @property
    def forms(self) -> list[str]:
        return [sheets[0].form for sheets in self.papers]


def resized(case: Elsewhere, text: float, table: float) -> Elsewhere:
    """The same papers in other sizes of letters: every line breaks elsewhere, and nothing that they say is different."""

    def block(one: Block) -> Block:
        if isinstance(one, Text):
            return replace(one, size=one.size * text)
        return replace(one, size=one.size * table) if isinstance(one, Grid) else one

    return replace(case, sheets=tuple(replace(sheet, blocks=tuple(map(block, sheet.blocks))) for sheet in case.sheets))


def one(name: str, form: str, title: str, blocks: list[Block | str], facts: dict[str, list[Any]]) -> Elsewhere:
    return Elsewhere(name, (sheet(form, title, blocks),), facts)


def sheet(form: str, title: str, blocks: list[Block | str]) -> Sheet:
    return Sheet(form, title.replace(" ", ""), (head(title), *map(_block, blocks)), numbered=False)


def head(words: str) -> Text:
    return Text(words, "center", 18, font="hei", after=10)


def right(words: str) -> Text:
    return Text(words, "right")


def _block(block: Block | str) -> Block:
    return Text(block, first=True) if isinstance(block, str) else block


def grid(widths: tuple[float, ...], *rows: list[str | Cell]) -> Grid:
    """Cells of text; a long one stands at the left of its cell as people type it."""
    cells = tuple(tuple(cell if isinstance(cell, Cell) else _cell(cell) for cell in row) for row in rows)
    return Grid(widths, cells)


def _cell(words: str) -> Cell:
    return Cell(words, align="left" if len(words) > 18 or "\n" in words else "center")


def wide(words: str, cols: int, align: str = "left", rows: int = 1) -> Cell:
    return Cell(words, cols, rows, align)


def officer(name: str, cert: str, role: str) -> dict[str, str]:
    return {"name": name, "cert_no": cert, "role": role}


def served(paper: str, form: str, number: str, on: str, method: str, signed: str) -> dict[str, str]:
    return {"paper": paper, "form": form, "no": number, "on": on, "method": method, "signed": signed}


def law(name: str, article: str, paragraph: str = "", item: str = "") -> dict[str, str]:
    return {"law": name, "article": article, "paragraph": paragraph, "item": item}
