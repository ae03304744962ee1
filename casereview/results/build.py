"""One dossier's final sheet as a result: every lost point with its text, its basis and the page that proves it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from casereview.dossier.model import Dossier, Reading
from casereview.marking.evidence import in_words
from casereview.marking.model import Mark, MarkKind, Sheet
from casereview.marking.sheet import level_of
from casereview.marking.unit import join_unit
from casereview.results.model import Adjusted, DossierResult, ItemResult, Lost, UnitSheet
from casereview.rubric.model import Deduction, Item, Rubric

_ORGANISATION = re.compile(
    r"(?:公司|集团|厂|店|部|站|社|队|局|院|中心|合作社|工作室|个体工商户|经营部|车行|物流|运输)$"
)
_KIND = re.compile(
    r"(?:有限责任公司|股份有限公司|有限公司|分公司|公司|集团|合作社|经营部|中心|厂|店|站|社|队|局|院|部)$"
)


def dossier_result(
    dossier: Dossier,
    reading: Reading,
    rubric: Rubric,
    sheet: Sheet,
    marks: Sequence[Mark],
    *,
    unit: str = "",
    readers: Mapping[str, str] | None = None,
    main: bool = True,
) -> DossierResult:
    """The result of a dossier under one rubric. marks: those the sheet was made of; readers: their own scores."""
    said = [mark for mark in marks if mark.said.rubric == rubric.digest]
    return DossierResult(
        dossier=dossier.id,
        unit=unit or dossier.unit,
        case_no=dossier.case_no or "",
        cause=dossier.cause or "",
        party_masked=masked(dossier.party or ""),
        procedure=dossier.procedure or "unknown",
        rubric=rubric.digest,
        rubric_title=f"{rubric.title} {rubric.version}",
        score=sheet.score,
        exact=_fraction(sheet.exact),
        grade=sheet.graded,
        vetoes=sheet.vetoes,
        bonus=sheet.bonus,
        items=tuple(_items(rubric, sheet)),
        lost=tuple(_lost(rubric, sheet, said, reading)),
        adjusted=tuple(_adjusted(sheet)),
        strengths=tuple(dict.fromkeys(m.said.note for m in said if m.said.kind is MarkKind.STRENGTH and m.said.note)),
        readers=dict(readers or {}),
        main=main,
    )


def unit_sheet(rubric: Rubric, own: Sheet, dossiers: Sequence[Sheet], marks: Sequence[Mark]) -> UnitSheet:
    """The unit's own items with the mean of its dossiers. own: the sheet of its items; marks: those it was made of."""
    joined = join_unit(rubric, own, dossiers)
    return UnitSheet(
        rubric=rubric.digest,
        rubric_title=f"{rubric.title} {rubric.version}",
        own=_fraction(own.exact),
        exact=_fraction(joined.exact),
        score=joined.score,
        grade=joined.graded,
        vetoes=joined.vetoes,
        bonus=own.bonus,
        items=tuple(_items(rubric, own)),
        lost=tuple(_lost(rubric, own, marks, Reading((), (), ()))),
    )


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _system(rubric: Rubric, item: Item) -> str:
    return str(item.system or rubric.system)


def _items(rubric: Rubric, sheet: Sheet) -> Iterable[ItemResult]:
    section = {item.id: part.title for part in rubric.sections for item in part.every}
    for line in sheet.lines:
        item = rubric.item(line.item)
        yield ItemResult(
            item=item.id,
            title=item.title,
            section=section[item.id],
            position=rubric.position(item.id),
            points=line.points,
            earned=line.earned,
            state=line.state,
            system=_system(rubric, item),
            level=level_of(item, line),
        )


def _adjusted(sheet: Sheet) -> Iterable[Adjusted]:
    for step in sheet.trace:
        if step.code.startswith("section-") or step.code == "gate":
            yield Adjusted(code=step.code, parameters={key: str(value) for key, value in step.parameters.items()})


def _lost(rubric: Rubric, sheet: Sheet, marks: Sequence[Mark], reading: Reading) -> Iterable[Lost]:
    for line in sheet.lines:
        item = rubric.item(line.item)
        for ident, count, points in line.lost:
            same = [m.said for m in marks if (m.said.item, m.said.deduction) == (item.id, ident)]
            evidence = dict.fromkeys(piece for said in same for piece in said.evidence)
            deduction = _deduction(item, ident)
            yield Lost(
                item=item.id,
                item_title=item.title,
                deduction=ident,
                text=deduction.named,
                category=deduction.category,
                severity=deduction.severity,
                count=count,
                points=points,
                system=_system(rubric, item),
                basis=item.basis,
                evidence=in_words(evidence, reading),
                note="；".join(dict.fromkeys(said.note for said in same if said.note)),
                outcome=next((said.outcome for said in same if said.outcome), ""),
            )


def _deduction(item: Item, ident: str) -> Deduction:
    return next(one for one in item.deductions if one.id == ident)


def masked(party: str) -> str:
    """张某某 for a person, 某公司 for an organisation: a notice names no party."""
    name = re.sub(r"[\s·((].*$", "", party.strip())
    if not name:
        return ""
    kind = _KIND.search(name)
    if kind or _ORGANISATION.search(name):
        return f"某{kind[0] if kind else '单位'}"
    return f"{name[0]}{'某' * max(min(len(name), 3) - 1, 1)}"
