"""Scales of tables that are judged by levels (分档): 优、良、中、差 with what each is worth, also where 1 is the best."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from casereview.rubric.clauses import half
from casereview.text import squeeze

# Words of quality, the best first; words of one row are never in one scale.
_LADDER = (
    ("优秀", "优", "很好", "非常好", "很满意", "非常满意", "A", "甲"),
    ("良好", "良", "好", "较好", "满意", "较满意", "B", "乙"),
    ("合格", "达标", "中等", "中", "一般", "基本满意", "基本合格", "及格", "C", "丙"),
    ("较差", "不满意", "D", "丁"),
    ("不合格", "不达标", "不及格", "差", "很差", "很不满意", "非常不满意", "E", "戊"),
)
RANK = {word: rank for rank, words in enumerate(_LADDER) for word in words}
_WORDS = "|".join(sorted(RANK, key=len, reverse=True))
_WORTH = r"\d+(?:\.\d+)?(?:\s*[-~\u301c\uff5e—至]\s*\d+(?:\.\d+)?)?"
_STEP = rf"(?P<word>{_WORDS})(?:等|级|档)?\s*(?:[(=:]\s*)?(?P<value>{_WORTH})\s*分?\s*[)]?"
_SCALE = re.compile(
    rf"(?:(?P<name>[^:;,()\d\s]{{1,12}})\s*:)?\s*(?P<steps>(?:{_STEP.replace('?P<word>', '').replace('?P<value>', '')}[\s,、;/]*){{2,}})"
)
_HEAD = re.compile(rf"(?P<word>{_WORDS})(?:等|级|档)?(?:[(]?\s*(?P<value>{_WORTH})\s*分?\s*[)]?)?")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale as it is written. name: what is judged by it, "" where that is not said; at: where it stands.

    steps  (word, value), the best first; reversed: the best has the smallest value
    """

    name: str
    steps: tuple[tuple[str, Decimal], ...]
    at: str

    @property
    def reversed(self) -> bool:
        values = [value for _, value in self.steps]
        return values == sorted(values)

    @property
    def orderly(self) -> bool:
        """Whether values go one way as the words do; else nobody can say what is meant."""
        values = [value for _, value in self.steps]
        return len(set(values)) == len(values) and values in (sorted(values), sorted(values, reverse=True))

    def worth(self) -> list[tuple[str, Decimal]]:
        """(word, points), the best first: of a reversed scale each value seen from the other end."""
        if not self.reversed:
            return list(self.steps)
        ends = self.steps[0][1] + self.steps[-1][1]
        return [(word, ends - value) for word, value in self.steps]


def scales(texts: Sequence[tuple[str, str]]) -> list[Scale]:
    """The scales in (address, text): 用户体验: 优(1)良(2)中(3)差(4)."""
    return [scale for at, text in texts for scale in _in(half(text), at)]


def _in(text: str, at: str) -> Iterator[Scale]:
    for found in _SCALE.finditer(text):
        steps = [(one["word"], worth(one["value"])) for one in re.finditer(_STEP, found["steps"])]
        ordered = sorted(steps, key=lambda step: RANK[step[0]])
        if len({RANK[word] for word, _ in steps}) == len(steps) >= 2:
            yield Scale(squeeze(found["name"] or ""), tuple(ordered), at)


def worth(text: str) -> Decimal:
    """8 of "8" and of "6-8": the most that a level is worth."""
    return max(Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text))


def ranged(text: str) -> bool:
    """Whether a level is worth anything between two numbers."""
    return len(re.findall(r"\d+(?:\.\d+)?", text)) > 1


def head(text: str) -> tuple[str, str]:
    """The level that a column's head names and what it is worth there: 优(10分) is ("优", "10"); ("", "") for another head."""
    found = _HEAD.fullmatch(squeeze(half(text)))
    return (found["word"], found["value"] or "") if found else ("", "")


def in_cell(text: str) -> tuple[str, str]:
    """What a level is worth and asks, as its cell says: "8分:基本齐全" is ("8", "基本齐全")."""
    bare = half(text).strip()
    if found := re.fullmatch(rf"(?P<value>{_WORTH})\s*分?", bare):
        return found["value"], ""
    if found := re.fullmatch(rf"(?P<value>{_WORTH})\s*分\s*[:,;]?\s*(?P<text>.+)", bare, re.S):
        return found["value"], found["text"].strip()
    if found := re.fullmatch(rf"(?P<text>.+?)[,(:;]*\s*(?:得|计|记)?\s*(?P<value>{_WORTH})\s*分[)]?[.。]?", bare, re.S):
        return found["value"], found["text"].strip(" ,;:(")
    return "", bare
