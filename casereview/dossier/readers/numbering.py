"""Automatic numbers of paragraphs: "一、", "（二）", "3.": they are part of what the page says and of no text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from casereview.dossier.readers import symbols
from casereview.dossier.readers.word_package import Package, attribute, child, local

_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document and where each stands. `label` advances it."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, number: str, level: int) -> str:
        """The next label of list `number` at `level` (from 0), "" where the list has none."""
        if number not in self.lists:
            return ""
        abstract, levels = self.lists[number]
        if level not in levels:
            return ""
        counts = self.counts[abstract]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        return _filled(levels, counts, level)


def _filled(levels: dict[int, _Level], counts: dict[int, int], level: int) -> str:
    own = levels[level]
    if own.format == "bullet":
        sign = symbols.strays(own.text)
        return sign if sign in (symbols.BOX, symbols.TICKED, symbols.CROSSED) else "•"
    if own.format == "none":
        return ""

    def number(found: re.Match[str]) -> str:
        k = int(found.group(1)) - 1
        shown = levels.get(k, own)
        return _spell(counts.get(k, shown.start), shown.format)

    return re.sub(r"%(\d)", number, own.text)


def _spell(value: int, form: str) -> str:
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "ideographDigital",
    ):
        return chinese(value)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form == "decimalEnclosedCircleChinese" or form == "decimalEnclosedCircle":
        return chr(0x2460 + value - 1) if 1 <= value <= 20 else str(value)
    if form == "decimalFullWidth":
        return "".join(chr(ord(c) + 0xFEE0) for c in str(value))
    if form == "decimalZero":
        return f"{value:02d}"
    return str(value)


def chinese(value: int) -> str:
    """一 to 九十九, as lists count; larger numbers digit by digit."""
    if not 0 < value < 100:
        return "".join(_DIGITS[int(c)] for c in str(abs(value)))
    tens, ones = divmod(value, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (_DIGITS[ones] if ones else "")


def read(package: Package) -> Numbering:
    root = package.related("numbering")
    found = Numbering()
    if root is None:
        return found
    abstracts: dict[str, dict[int, _Level]] = {}
    for element in root:
        if local(element) == "abstractnum":
            abstracts[attribute(element, "abstractNumId")] = _levels(element)
        elif local(element) == "num":
            base = child(element, "abstractnumid")
            name = attribute(base, "val") if base is not None else ""
            number = attribute(element, "numId")
            restarts = child(element, "lvloverride") is not None
            # A list that restarts counts for itself, the others go on together.
            found.lists[number] = (
                f"{name}#{number}" if restarts else name,
                _overrides(element, abstracts.get(name, {})),
            )
    return found


def _levels(abstract: Any) -> dict[int, _Level]:
    return {_int(attribute(e, "ilvl")): _level(e) for e in abstract if local(e) == "lvl"}


def _level(element: Any) -> _Level:
    def value(name: str, default: str) -> str:
        part = child(element, name)
        return attribute(part, "val", default) if part is not None else default

    return _Level(value("numfmt", "decimal"), value("lvltext", ""), _int(value("start", "1")))


def _overrides(number: Any, levels: dict[int, _Level]) -> dict[int, _Level]:
    changed = dict(levels)
    for element in number:
        if local(element) != "lvloverride":
            continue
        level = _int(attribute(element, "ilvl"))
        start, whole = child(element, "startoverride"), child(element, "lvl")
        if whole is not None:
            changed[level] = _level(whole)
        if start is not None and level in changed:
            own = changed[level]
            changed[level] = _Level(own.format, own.text, _int(attribute(start, "val")))
    return changed


def _int(text: str) -> int:
    return int(text) if text.lstrip("-").isdigit() else 0
