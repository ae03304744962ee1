"""The way people write deductions in a table: "缺一要素 −1/项(≤3)", "每处扣0.5分,最多扣2分", "未作的,全扣"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from casereview.rubric.model import Deduction

# Full-width commas, semicolons, colons, brackets, stops, strokes and digits, as a Chinese keyboard writes them.
_HALF = str.maketrans(
    "\uff0c\uff1b\uff1a\uff08\uff09\uff0e\uff0f\uff0d" + "".join(chr(0xFF10 + n) for n in range(10)),
    ",;:()./-0123456789",
)
_NUMBER = r"\d+(?:\.\d+)?"
_COUNTER = "处|份|次|项|人|件|卷|页|张|个|条|类|天|日"
_LIMIT = "最多扣|最高扣|至多扣|最多|最高|至多|累计不超过|累计最多扣|扣分不超过|不超过|上限为?"
_SHORT = re.compile(
    rf"(?P<text>.+?)\s*[−–-]\s*(?P<points>{_NUMBER})\s*分?\s*/\s*(?P<per>[^\s()≤]+?)\s*(?:[(]\s*≤\s*(?P<cap>{_NUMBER})\s*分?\s*[)])?"
)
_CAP = re.compile(rf"[,(]?\s*(?:{_LIMIT})\s*(?P<cap>{_NUMBER})\s*分?(?:为限)?\s*\)?")
_UNTIL = re.compile(r"[,(]?\s*(?:直至|直到)?扣完(?:该项|本项)?(?:分值|分数|分)?为止\)?")
_EACH = re.compile(
    rf"(?P<text>.*?),?(?:每(?:有|缺|少|发现|出现|缺少|增加|多)?(?:一|1)?|(?:(?<=,)|^)(?:一|1))"
    rf"(?P<per>(?:{_COUNTER})(?:/(?:{_COUNTER}))?)(?P<more>[^扣,]*?),?(?:扣\s*(?P<points>{_NUMBER})\s*分?|(?P<bare>{_NUMBER})\s*分)"
)
_LACK = re.compile(rf"(?P<text>.*?(?:缺|少)(?:一|1)(?P<per>{_COUNTER})[^扣]*?)的?,?扣\s*(?P<points>{_NUMBER})\s*分?")
_PER = re.compile(rf"(?P<text>.+?)的?,?\s*扣\s*(?P<points>{_NUMBER})\s*分\s*/\s*(?P<per>{_COUNTER})")
_WHOLE = re.compile(
    r"(?P<text>.+?)的?,?\s*(?:全扣|扣全分|扣除?(?:该项|本项)?全部(?:分值|分数|分)|(?:该项|本项)?(?:不得分|不计分|[计记得]0分))"
)
_ONCE = re.compile(rf"(?P<text>.+?)的?,?\s*扣\s*(?P<points>{_NUMBER})\s*分?")
# Where one deduction ends inside a line: at a stop, before a number of its own, or at a comma after which something is deducted anew.
_ENDS = re.compile(
    rf"[;\n。]+|(?<=分)\s*(?=[(]?\d{{1,2}}[).、][^\d])|(?<=分),(?!\s*(?:{_LIMIT}|直至|直到|扣完))(?=[^,]*扣)"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One deduction as written. points None: not understood; each "": lost once."""

    text: str
    points: Decimal | None = None
    each: str = ""
    cap: Decimal | None = None


def half(text: str) -> str:
    """With half-width punctuation and digits, for reading; 。 and 、 stay."""
    return text.translate(_HALF)


def clauses(text: str, whole: Decimal) -> list[Clause]:
    """The deductions of one cell; `whole` is what its item carries."""
    parts = [part.strip(" 。.,") for part in _ENDS.split(half(text))]
    bare = [re.sub(r"^[(]?\d+[).、]\s*(?=\D)", "", part) for part in parts if part]
    # "扣完为止" in a sentence of its own says what holds for every item anyway.
    return [_clause(part, whole) for part in bare if part and not _UNTIL.fullmatch(part)]


def _clause(text: str, whole: Decimal) -> Clause:
    if found := _SHORT.fullmatch(text):
        once = found["per"] == "全"
        cap = None if once or not found["cap"] else Decimal(found["cap"])
        return Clause(found["text"], Decimal(found["points"]), "" if once else found["per"], cap)
    limit = _CAP.search(text)
    cap = min(Decimal(limit["cap"]), whole) if limit else None
    bare = _UNTIL.sub("", _CAP.sub("", text)).strip(" ,")
    if found := _PER.fullmatch(bare):
        return Clause(found["text"], Decimal(found["points"]), found["per"], cap)
    if found := _EACH.fullmatch(bare):
        said = re.sub(r"^[ ,的]+|[ ,的]+$", "", found["text"] + found["more"]) or f"每{found['per']}"
        return Clause(said, Decimal(found["points"] or found["bare"]), found["per"], cap)
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
