"""Rectification entries (整改台账)."""

from __future__ import annotations

from enum import StrEnum

from casereview.rubric.model import Frozen

ENTRY = "ledger.entry"  # subject: the entry's id; each change replaces the event before it


class LedgerState(StrEnum):
    """待整改 · 整改中 · 待核验 · 已销号 · 退回; overdue is computed."""

    OPEN = "open"
    WORKING = "working"
    TO_VERIFY = "to_verify"
    CLOSED = "closed"
    RETURNED = "returned"


class Measure(StrEnum):
    """Kinds of measure: (a) 可补正 (b) 说明+制度整改 (c) 依法纠错 (d) 制度和培训."""

    CORRECT = "correct"
    EXPLAIN = "explain"
    REMEDY = "remedy"
    TRAIN = "train"


class Entry(Frozen):
    """A row: unit × problem, with the dossiers as its evidence. Dates ISO 8601, "" where not yet.

    origin  "result" (a failed item), "list" (突出问题清单), "plan" (任务分解台账)
    """

    id: str
    campaign: str
    unit: str
    problem: str
    basis: str = ""
    severity: str = "minor"
    item: str = ""
    deduction: str = ""
    dossiers: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    measure_kind: Measure = Measure.CORRECT
    measure: str = ""
    responsible: str = ""
    deadline: str = ""
    state: LedgerState = LedgerState.OPEN
    done_on: str = ""
    proof: tuple[str, ...] = ()
    verifier: str = ""
    verified: str = ""
    closed_on: str = ""
    follow_up: str = ""
    notice_no: str = ""
    origin: str = "result"
