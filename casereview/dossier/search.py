"""Full text over all pages: overlapping pairs of characters in FTS5. What it finds is what LIKE would find.

Text is folded (full width, case, white space) and cut into every two neighbouring characters; the last one also stands
alone, so that one character is found by prefix. A query of two or more characters is a phrase of such pairs: exact,
whatever the word, plate or number. Punctuation takes part: it is written as private-use characters, which the
tokenizer keeps. Newest taken in first: ranking would read every hit.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from casereview import words
from casereview.text import fold

_PRIVATE = 0xF0000
_OTHER = re.compile(r"[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff]")
_UTF_32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_NARROWING = {"单位": "unit", "文书": "form", "unit": "unit", "form": "form"}
_SAID = r'(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s\u3000"“”]+))'


def units(text: str) -> str:
    """Folded text as the characters that are paired: UTF-16 units, those that the tokenizer would drop made private."""
    return _OTHER.sub(_private, fold(text))


def _private(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0xFFFE:
        return chr(_PRIVATE + code)
    if code <= 0xFFFF:
        return ""
    high, low = 0xD800 + ((code - 0x10000) >> 10), 0xDC00 + ((code - 0x10000) & 0x3FF)
    return chr(_PRIVATE + high) + chr(_PRIVATE + low)


def grams(text: str) -> str:
    """What is indexed for a page: every two neighbours, and the last alone."""
    parts = array("I", units(text).encode(_UTF_32))
    if not parts:
        return ""
    spaced = array("I", [ord(" ")]) * (3 * len(parts) - 2)
    spaced[0::3] = parts
    spaced[1::3] = parts[1:]
    return spaced.tobytes().decode(_UTF_32)


def phrase(term: str) -> str:
    """One term of a query in FTS5's language; "" for a term that folds to nothing."""
    parts = units(term)
    if not parts:
        return ""
    if len(parts) == 1:
        return f'"{parts[0]}"*'
    return '"' + " ".join(map(str.__add__, parts, parts[1:])) + '"'


@dataclass(frozen=True, slots=True)
class Query:
    """terms all have to be on one page; unit, form and facts narrow the search; `unusable` is what could not be used, as typed.

    facts  (name of the catalogue, part of the value): facts of the dossier that holds the page
    """

    terms: tuple[str, ...]
    unit: str = ""
    form: str = ""
    unusable: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def match(self) -> str:
        return " AND ".join(phrase(term) for term in self.terms)


@cache
def fact_names() -> dict[str, str]:
    """What a person may write before the colon -> name of the fact: its code, and its word in each language."""
    prefix = "fact."
    names: dict[str, str] = {}
    for language in reversed(words.LANGUAGES):
        said = {
            code.removeprefix(prefix): word
            for code, word in words.catalogue(language).items()
            if code.startswith(prefix)
        }
        names |= {word.lower(): code for code, word in said.items() if not re.search(r"\s", word)}
        names |= {code: code for code in said}
    return names


@cache
def _term() -> re.Pattern[str]:
    fields = sorted([*_NARROWING, *fact_names()], key=lambda name: (-len(name), name))
    return re.compile(rf"(?:(?P<field>{'|'.join(map(re.escape, fields))})[:\uff1a])?{_SAID}", re.IGNORECASE)


def _names_only(word: str) -> bool:
    """A field with nothing behind its colon."""
    name = word[:-1].lower() if word[-1:] in (":", "\uff1a") else ""
    return name in _NARROWING or name in fact_names()


def parse(text: str) -> Query:
    """Words apart by spaces, phrases in quotes, `单位:祁县`, `文书:F17`, `当事人:张三`. Nothing in a query is an error."""
    terms: list[str] = []
    unusable: list[str] = []
    narrowing = {"unit": "", "form": ""}
    facts: list[tuple[str, str]] = []
    for found in _term().finditer(text):
        said = (found["phrase"] if found["phrase"] is not None else found["word"]).strip()
        field = (found["field"] or "").lower()
        if not fold(said) or (not field and _names_only(said)):
            unusable.append(found.group(0))
        elif field in _NARROWING and not narrowing[_NARROWING[field]]:
            narrowing[_NARROWING[field]] = said
        elif field in _NARROWING:
            unusable.append(found.group(0))  # no page is of two units or forms
        elif field:
            facts.append((fact_names()[field], said))
        else:
            terms.append(said)
    return Query(tuple(terms), narrowing["unit"], narrowing["form"], tuple(unusable), tuple(facts))


def first_place(text: str, terms: Sequence[str]) -> tuple[int, int, int] | None:
    """(line, start, end) of a term, as written there; of one that runs over the end of a line, the part on its first line.
    Looked for as typed, then folded. None where no term is found."""
    for term in terms:  # as it was typed: quick, and nearly always right
        at = text.find(term) if "\n" not in term else -1
        if at >= 0:
            start = at - (text.rfind("\n", 0, at) + 1)
            return text.count("\n", 0, at), start, start + len(term)
    for term in terms:  # the same over the end of a line
        if (found := _over_the_end(text.split("\n"), term)) is not None:
            return found
    for term in terms:
        wanted = fold(term)
        for number, line in enumerate(text.split("\n")):
            if wanted in fold(line):
                return number, *_within(line, wanted)
    return next(filter(None, (_across(text.split("\n"), fold(term)) for term in terms)), None)


def _over_the_end(lines: Sequence[str], term: str) -> tuple[int, int, int] | None:
    """The beginning, on its own line, of a term that goes on on the next one, as it was typed."""
    at = "".join(lines).find(term)
    if at < 0:
        return None
    for number, line in enumerate(lines):
        if at < len(line):
            return number, at, min(at + len(term), len(line))
        at -= len(line)
    return None


def _across(lines: Sequence[str], wanted: str) -> tuple[int, int, int] | None:
    """The beginning of what runs from one line to the next."""
    origin = [(n, at) for n, line in enumerate(lines) for at, character in enumerate(line) for _ in fold(character)]
    start = "".join(fold(character) for line in lines for character in line).find(wanted) if wanted else -1
    if start < 0:
        return None
    number, at = origin[start]
    end = max(place for line, place in origin[start : start + len(wanted)] if line == number)
    return number, at, end + 1


def _within(line: str, wanted: str) -> tuple[int, int]:
    """Start and end in the line as written of what was found in it folded."""
    folded: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(line):
        for part in fold(character):
            folded.append(part)
            origin.append(at)
    start = "".join(folded).find(wanted)
    if start < 0:  # folding a character alone differs from folding it among others only in combining marks
        return 0, len(line)
    return origin[start], origin[start + len(wanted) - 1] + 1


def snippet(text: str, place: tuple[int, int, int] | None, around: int = 24) -> str:
    """A few words of the page around that place, on one line; its beginning where there is none."""
    start = end = 0
    if place is not None:
        line, start, end = place
        at = 0
        for _ in range(line):
            at = text.index("\n", at) + 1
        start, end = at + start, at + end
    left, right = max(0, start - around), min(len(text), end + around)
    shown = text[left:right].replace("\n", " ").strip()
    return ("…" if left else "") + shown + ("…" if right < len(text) else "")
