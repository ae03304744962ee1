"""What contradicts itself in a reader's marks, said while they mark. Warnings only: the reader decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from casereview.marking.model import Mark, MarkKind, Sheet
from casereview.rubric.model import Rubric

_FAULT = re.compile(r"缺少|缺失|没有|未见|漏|不符|不一致|不规范|超期|逾期|错误")
_DENIED = re.compile(
    r"(未发现|没有发现|不存在|未见|无)(其他|明显)?(缺|漏|错|问题|不符|不一致|不规范|超期|逾期)[^,,。;;]*"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction. code of `[consistency]`; item it is about; the marks that make it."""

    code: str
    item: str
    marks: tuple[str, ...]
    parameters: dict[str, object] = field(default_factory=dict)


def warnings(rubric: Rubric, sheet: Sheet, marks: Iterable[Mark]) -> list[Contradiction]:
    """Deduction without evidence, evidence without deduction, full and deducted at once, a note of a fault beside full
    marks, one fact deducted under two items, two values for one deduction, a proposed veto beside the best grade."""
    ours = sorted((mark for mark in marks if mark.said.rubric == rubric.digest), key=lambda mark: mark.id)
    found = [*_single(ours), *_both(ours), *_twice(rubric, ours), *_two_values(sheet)]
    if sheet.proposed and sheet.graded == "excellent":
        found += [Contradiction("veto-and-excellent", veto, (), {}) for veto in sheet.proposed]
    place = {item.id: number for number, item in enumerate(rubric.items)}
    return [
        Contradiction(
            w.code, w.item, w.marks, {"position": rubric.position(w.item) if w.item in place else w.item} | w.parameters
        )
        for w in sorted(found, key=lambda w: (place.get(w.item, len(place)), w.code, w.marks))
    ]


def bare(marks: Iterable[Mark]) -> list[Mark]:
    """Deductions without evidence: these forbid a seal."""
    return [mark for mark in marks if mark.said.kind is MarkKind.DEDUCT and not mark.said.evidence]


def _single(marks: Sequence[Mark]) -> list[Contradiction]:
    found = [Contradiction("no-evidence", mark.said.item, (mark.id,)) for mark in bare(marks)]
    for mark in marks:
        if mark.said.kind is MarkKind.FULL and mark.said.evidence:
            found.append(Contradiction("no-deduction", mark.said.item, (mark.id,)))
        note = _DENIED.sub("", mark.said.note)
        if mark.said.kind is MarkKind.FULL and (hit := _FAULT.search(note)):
            found.append(Contradiction("fault-noted", mark.said.item, (mark.id,), {"words": hit[0]}))
    return found


def _both(marks: Sequence[Mark]) -> list[Contradiction]:
    kinds: dict[str, dict[MarkKind, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if mark.said.kind in (MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE):
            kinds[mark.said.item][mark.said.kind].append(mark.id)
    return [
        Contradiction(
            "full-and-deducted" if MarkKind.NOT_APPLICABLE not in said else "judged-and-not-applicable", item, ids
        )
        for item, said in kinds.items()
        if len(said) > 1 and (ids := tuple(sorted(i for group in said.values() for i in group)))
    ]


def _twice(rubric: Rubric, marks: Sequence[Mark]) -> list[Contradiction]:
    """The same box on the same page under two items: one fact would cost twice."""
    places: dict[tuple[object, ...], list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.said.kind is MarkKind.DEDUCT:
            for seen in mark.said.evidence:
                if seen.kind == "place" and seen.box is not None:
                    places[(seen.file, seen.page, seen.box)].append(mark)
    found: dict[tuple[str, str], Contradiction] = {}
    for same in places.values():
        items = sorted({mark.said.item for mark in same})
        for other in items[1:]:
            ids = tuple(sorted(mark.id for mark in same))
            found[(items[0], other)] = Contradiction("one-fact-twice", items[0], ids, {"other": rubric.position(other)})
    return list(found.values())


def _two_values(sheet: Sheet) -> list[Contradiction]:
    return [
        Contradiction("two-values", line.item, line.marks)
        for line in sheet.lines
        if line.state == "conflict" and line.lost
    ]
