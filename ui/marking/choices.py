"""What the item picker offers, the likeliest first. Pure: it ranks, it decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from casereview.marking.model import Sheet
from casereview.rubric.model import Deduction, Item, Rubric
from casereview.text import fold
from ui.kit.pinyin import initials


@dataclass(frozen=True, slots=True)
class Choice:
    """A deduction of an item; code is the typed one ("2-3")."""

    item: Item
    deduction: Deduction
    code: str


def choices(rubric: Rubric, sheet: Sheet, form: str, current: str, words: str, hinted: Collection[str]) -> list[Choice]:
    """Every deduction that can be marked in this sheet, best first.

    form     of the paper the box is on; items that look there come first
    current  item the reader is at; words: the text in the box; hinted: outcomes that may be shown already
    """
    open_items = set(sheet.open)
    there = {line.item for line in sheet.lines}
    found: list[tuple[float, int, Choice]] = []
    for item in rubric.items:
        if item.id not in there:
            continue
        for number, deduction in enumerate(item.deductions):
            weight = _weight(item, deduction, form, current, words, hinted, item.id in open_items)
            found.append((-weight, len(found) + number, Choice(item, deduction, rubric.position(item.id))))
    return [choice for _, _, choice in sorted(found, key=lambda each: each[:2])]


def _weight(
    item: Item, deduction: Deduction, form: str, current: str, words: str, hinted: Collection[str], is_open: bool
) -> float:
    weight = 0.0
    if item.id == current:
        # Someone who reads for this item draws for it, unless the page is a paper where it does not look.
        weight += 4 if not form or not item.documents or form in item.documents else 1.5
    if form and form in item.documents:
        weight += 3
    if hinted and not set(deduction.outcomes).isdisjoint(hinted):
        weight += 2
    if is_open:
        weight += 0.5
    return weight + _shared(words, item.title + deduction.text)


def _shared(words: str, text: str) -> float:
    """How much of the deduction's wording stands in the box, by pairs of characters: 0 to 2."""
    said, asked = fold(words), fold(text)
    pairs = {asked[n : n + 2] for n in range(len(asked) - 1)}
    return 2 * sum(pair in said for pair in pairs) / len(pairs) if pairs and said else 0.0


def narrowed(found: Sequence[Choice], typed: str) -> list[Choice]:
    """Those that answer what was typed: an item code, words, or pinyin initials."""
    wanted = fold(typed)
    if not wanted:
        return list(found)
    by_code = [choice for choice in found if choice.code == wanted]
    if by_code:
        return by_code
    return [choice for choice in found if _answers(choice, wanted)]


def _answers(choice: Choice, wanted: str) -> bool:
    text = fold(choice.item.title + choice.deduction.named)
    return choice.code.startswith(wanted) or wanted in text or wanted in initials(text)
