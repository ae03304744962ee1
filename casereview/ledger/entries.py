"""Rectification entries from results, and the road each goes: 待整改 → 整改中 → 待核验 → 已销号 or 退回."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date

from casereview.errors import CaseReviewError
from casereview.ledger.model import Entry, LedgerState, Measure
from casereview.results.model import DossierResult, Problem, Results

# What kind of measure a category calls for. A missing notice or a wrong waiting time cannot be made good afterwards:
# it is explained, and the rules of the house are put right. A reviewed dossier is never "repaired".
_MEASURES = {
    "document": Measure.CORRECT,
    "filing": Measure.CORRECT,
    "subject": Measure.REMEDY,
    "substance": Measure.REMEDY,
    "investigation": Measure.EXPLAIN,
    "notice": Measure.EXPLAIN,
    "review": Measure.EXPLAIN,
    "procedure": Measure.EXPLAIN,
    "service": Measure.EXPLAIN,
    "measure": Measure.EXPLAIN,
    "systems": Measure.TRAIN,
    "management": Measure.TRAIN,
}
_STEPS = {
    LedgerState.OPEN: (LedgerState.WORKING,),
    LedgerState.WORKING: (LedgerState.TO_VERIFY,),
    LedgerState.TO_VERIFY: (LedgerState.CLOSED, LedgerState.RETURNED),
    LedgerState.RETURNED: (LedgerState.WORKING, LedgerState.TO_VERIFY),
    LedgerState.CLOSED: (LedgerState.RETURNED,),  # reopened: looked at again, it was not done
}
_NEEDS_NOTE = (LedgerState.TO_VERIFY, LedgerState.RETURNED)


class NoSuchStep(CaseReviewError):
    """The entry cannot go from its state to that one; `entry`, `state`, `wanted`, `possible`: codes of `[ledger_state]`."""

    code = "no-such-step"


class StepNeedsNote(CaseReviewError):
    """Reporting as done needs proof, sending back needs the reason; `entry`, `wanted`."""

    code = "step-needs-note"


def entry_id(*parts: str) -> str:
    """The same row has the same id on every laptop and after every freeze."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def measure_of(category: str, severity: str) -> Measure:
    """The kind of measure to propose. An unknown category is explained if grave, else put right."""
    return _MEASURES.get(category, Measure.EXPLAIN if severity == "major" else Measure.CORRECT)


def rows_of(results: Results, deadline: date) -> list[Entry]:
    """One entry for each unit and problem, and for each unit and veto, with the dossiers as evidence."""
    by_id = {one.dossier: one for one in results.dossiers if one.main}
    found = [
        _of_problem(results, problem, unit, by_id, deadline) for problem in results.problems for unit in problem.units
    ]
    return [*found, *_of_units(results, deadline), *_vetoes(results, deadline)]


def _of_units(results: Results, deadline: date) -> list[Entry]:
    """What a unit itself lost points for (training, cameras, lists …); it rests on no dossier."""
    return [
        Entry(
            id=entry_id(results.campaign, unit.unit, sheet.rubric, lost.item, lost.deduction),
            campaign=results.campaign,
            unit=unit.unit,
            problem=_whole(lost.item_title, lost.text),
            basis=lost.basis,
            severity=lost.severity,
            item=lost.item,
            deduction=lost.deduction,
            measure_kind=measure_of(lost.category, lost.severity),
            deadline=deadline.isoformat(),
        )
        for unit in results.units
        for sheet in unit.sheets
        for lost in sheet.lost
    ]


def _title(results: Results, problem: Problem) -> str:
    lost = (lost for one in results.dossiers if one.dossier in problem.dossiers for lost in one.lost)
    return next((one.item_title for one in lost if one.item == problem.item), "")


def _whole(title: str, text: str) -> str:
    """A row must be understood by itself: 金额一致：不一致, not 不一致."""
    return text if not title or title in text else f"{title}：{text}"


def _of_problem(
    results: Results, problem: Problem, unit: str, by_id: dict[str, DossierResult], deadline: date
) -> Entry:
    touched = tuple(one for one in problem.dossiers if one in by_id and by_id[one].unit == unit)
    return Entry(
        id=entry_id(results.campaign, unit, problem.rubric, problem.item, problem.deduction),
        campaign=results.campaign,
        unit=unit,
        problem=_whole(_title(results, problem), problem.text),
        basis=problem.basis,
        severity=problem.severity,
        item=problem.item,
        deduction=problem.deduction,
        dossiers=touched,
        case_numbers=tuple(by_id[one].case_no or one[:12] for one in touched),
        measure_kind=measure_of(problem.category, problem.severity),
        deadline=deadline.isoformat(),
    )


def _vetoes(results: Results, deadline: date) -> list[Entry]:
    said = {
        (digest, veto["id"]): veto
        for digest, content in results.rubrics.items()
        for veto in json.loads(content).get("vetoes", ())
    }
    touched: dict[tuple[str, str, str], list[DossierResult]] = {}
    for one in results.dossiers:
        for ident in one.vetoes:
            touched.setdefault((one.unit, one.rubric, ident), []).append(one)
    return [
        Entry(
            id=entry_id(results.campaign, unit, rubric, ident),
            campaign=results.campaign,
            unit=unit,
            problem=said[rubric, ident]["title"],
            basis=said[rubric, ident].get("basis", ""),
            severity="veto",
            item=ident,
            dossiers=tuple(one.dossier for one in some),
            case_numbers=tuple(one.case_no or one.dossier[:12] for one in some),
            measure_kind=Measure.REMEDY,
            deadline=deadline.isoformat(),
        )
        for (unit, rubric, ident), some in touched.items()
    ]


def renewed(old: Entry, new: Entry) -> Entry:
    """An entry after another freeze: its evidence follows the results, what people did to it stays."""
    follows = ("problem", "basis", "severity", "item", "deduction", "dossiers", "case_numbers")
    return old.model_copy(update={name: getattr(new, name) for name in follows})


def untouched(entry: Entry) -> bool:
    """Nobody has begun anything with it."""
    return entry.state is LedgerState.OPEN and not (entry.measure or entry.responsible or entry.proof)


def stepped(entry: Entry, state: LedgerState, who: str, note: str, on: date) -> Entry:
    """The entry after one step. Raises NoSuchStep, StepNeedsNote."""
    if state not in _STEPS[entry.state]:
        possible = "、".join(_STEPS[entry.state])
        raise NoSuchStep(entry=entry.problem[:20], state=entry.state, wanted=state, possible=possible)
    if state in _NEEDS_NOTE and not (note.strip() or (state is LedgerState.TO_VERIFY and entry.proof)):
        raise StepNeedsNote(entry=entry.problem[:20], wanted=state)
    changed: dict[str, object] = {"state": state}
    if state is LedgerState.TO_VERIFY:
        changed |= {"done_on": on.isoformat(), "proof": (*entry.proof, *((note,) if note else ()))}
    if state in (LedgerState.CLOSED, LedgerState.RETURNED):
        changed |= {
            "verifier": who,
            "verified": note,
            "closed_on": on.isoformat() if state is LedgerState.CLOSED else "",
        }
    return entry.model_copy(update=changed)


def steps(entry: Entry) -> tuple[LedgerState, ...]:
    """The states an entry may go to next."""
    return _STEPS[entry.state]


def overdue(entry: Entry, today: date) -> bool:
    """Past its deadline and not closed; computed, never recorded."""
    return entry.state is not LedgerState.CLOSED and bool(entry.deadline) and date.fromisoformat(entry.deadline) < today


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """By unit, the gravest first, then by deadline."""
    weight = {"veto": 0, "major": 1, "minor": 2}
    return sorted(entries, key=lambda e: (e.unit, weight.get(e.severity, 3), e.deadline or "9", e.item, e.id))
