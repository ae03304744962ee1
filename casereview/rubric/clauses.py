"""The way people write deductions in a table: "缺一要素 −1/项(≤3)", "每处扣0.5分,最多扣2分", "未作的,全扣"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from casereview.rubric.model import Deduction

# Full-width commas, semicolons, colons, brackets and stops, as a Chinese keyboard writes them.
_HALF = str.maketrans("\uff0c\uff1b\uff1a\uff08\uff09\uff0e", ",;:().")
_NUMBER = r"\d+(?:\.\d+)?"
_COUNTER = "处|份|次|项|人|件|卷|页|张|个|条|类|天"
_SHORT = re.compile(
    rf"(?P<text>.+?)\s*[−–-]\s*(?P<points>{_NUMBER})\s*分?\s*/\s*(?P<per>[^\s()≤]+?)\s*(?:[(]\s*≤\s*(?P<cap>{_NUMBER})\s*分?\s*[)])?"
)
_CAP = re.compile(rf"[,(]?\s*(?:最多扣|最高扣|累计不超过|不超过|上限)\s*(?P<cap>{_NUMBER})\s*分?\s*\)?")
_UNTIL = re.compile(r",?\s*扣完(?:该项分值)?为止")
_EACH = re.compile(
    rf"(?P<text>.*?),?(?:每(?:有|缺|少|发现|出现)?(?:一|1)?|(?<=,)(?:一|1))"
    rf"(?P<per>(?:{_COUNTER})(?:/(?:{_COUNTER}))?)(?P<more>[^扣,]*?)扣\s*(?P<points>{_NUMBER})\s*分"
)
_LACK = re.compile(rf"(?P<text>.*?(?:缺|少)(?:一|1)(?P<per>{_COUNTER})[^扣]*?)的?,?扣\s*(?P<points>{_NUMBER})\s*分")
_WHOLE = re.compile(r"(?P<text>.+?)的?,?\s*(?:全扣|扣全分|(?:该项|本项)?不得分)")
_ONCE = re.compile(rf"(?P<text>.+?)的?,?\s*扣\s*(?P<points>{_NUMBER})\s*分")


@dataclass(frozen=True, slots=True)
class Clause:
    """One deduction as written. points None: not understood; each "": lost once."""

    text: str
    points: Decimal | None = None
    each: str = ""
    cap: Decimal | None = None


def half(text: str) -> str:
    """With half-width punctuation, for reading; 。 and 、 stay."""
    return text.translate(_HALF)


def clauses(text: str, whole: Decimal) -> list[Clause]:
    """The deductions of one cell; `whole` is what its item carries."""
    parts = [part.strip(" 。.") for part in re.split(r"[;\n]+", half(text))]
    return [_clause(re.sub(r"^[(]?\d+[).、]\s*", "", part), whole) for part in parts if part]


def _clause(text: str, whole: Decimal) -> Clause:
    if found := _SHORT.fullmatch(text):
        once = found["per"] == "全"
        cap = None if once or not found["cap"] else Decimal(found["cap"])
        return Clause(found["text"], Decimal(found["points"]), "" if once else found["per"], cap)
    limit = _CAP.search(text)
    cap = min(Decimal(limit["cap"]), whole) if limit else None
    bare = _UNTIL.sub("", _CAP.sub("", text))
    if found := _EACH.fullmatch(bare):
        said = re.sub(r"^[ ,的]+|[ ,的]+$", "", found["text"] + found["more"]) or f"每{found['per']}"
        return Clause(said, Decimal(found["points"]), found["per"], cap)
    if found := _LACK.fullmatch(bare):
        return Clause(found["text"], Decimal(found["points"]), found["per"], cap)
    if found := _WHOLE.fullmatch(bare):
        return Clause(found["text"], whole)
    if found := _ONCE.fullmatch(bare):
        return Clause(found["text"], Decimal(found["points"]))
    return Clause(text)


def notation(deduction: Deduction) -> str:
    """A deduction in the short notation, which `clauses` reads back."""
    per = "全" if deduction.once else deduction.each or "档"
    cap = "" if deduction.cap is None else f"(≤{deduction.cap})"
    return f"{deduction.text} −{deduction.points}/{per}{cap}"
