"""Clean dossiers to put defects into: the clean samples as they are, the others with their planted defects cured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from tests.samples.build import altered
from tests.samples.case import Case


def cured(key: str, *, without: tuple[str, ...] = (), **changes: Any) -> Case:
    """A sample with nothing planted in it; `without` names texts of the papers that go back to what is usual."""
    case = altered(key, **changes)
    return replace(
        case, words={k: v for k, v in case.words.items() if k not in without}, planted=(), also=(), attachments=False
    )


# Every layout (table, prose, south, plain) and every way files come, general and summary procedure, persons and firms.
_BASES: dict[str, Callable[[], Case]] = {
    "01": lambda: cured("01"),
    "02": lambda: cured("02", without=("words.F15",), days={"decision_served": "2024-05-07"}),
    "03": lambda: cured(
        "03", without=("notice.told", "notice.heard", "hearing.term"), notice_amount=5000, hearing_ticked=True
    ),
    "04": lambda: cured("04", form="pdfs"),
    "05": lambda: cured("05", without=("remedy.body", "remedy.suit"), crew={}),
    "06": lambda: cured("06"),
    "07": lambda: cured(
        "07",
        without=("reviewer", "chair", "amount.X-PUB"),
        days={"hearing_notice": "2024-10-28", "hearing_notice_served": "2024-10-28"},
    ),
    "08": lambda: cured("08", without=("spot.suit",), amount=200, crew={"case": (0, 1)}),
    "09": lambda: cured(
        "09", days={"measure_approved": "2025-02-17", "lift": "2025-03-18", "lift_served": "2025-03-18", "paid": "2025-03-18"}
    ),
    "10": lambda: cured(
        "10", without=("basis.F15",), form="docx", days={"extension": "2025-06-09", "extension_served": "2025-06-09"}
    ),
    "11": lambda: cured(
        "11", without=("violated.F15",), words={"reviewer": "杨静斋"},
        days={"approved": "2025-06-30", "legal_finished": "2025-06-27", "legal_submitted": "2025-06-25"},
    ),
    "13": lambda: cured(
        "13", amount=5000, days={
            "report": "2025-05-20", "notice": "2025-05-22", "notice_served": "2025-05-23", "approved": "2025-06-04",
            "decision": "2025-06-05", "decision_served": "2025-06-09", "paid": "2025-06-12", "closed": "2025-06-16",
        },
    ),
    "14": lambda: cured(
        "14", times={}, days={"reg_disposed": "2024-10-22", "measure_approved": "2024-10-14"}, form="bound"
    ),
    "16": lambda: cured(
        "16", without=("catalogue.ghost", "bk.checker"), days={"published": "2025-05-07", "paid": "2025-05-09"}
    ),
    "17": lambda: cured(
        "17", without=("hearing.term",),
        days={"decision": "2024-07-30", "decision_served": "2024-07-31", "demand_served": "2025-02-11", "court": "2025-03-04"},
    ),
    "18": lambda: cured("18", without=("pub.facts",), days={"waiver": "2024-04-17", "decision": "2024-04-25", "decision_served": "2024-04-28"}),
    "19": lambda: cured("19"),
    "20": lambda: cured(
        "20", without=("amount.F24",), form="bound",
        days={"notice_served": "2025-09-29", "approved": "2025-10-14", "decision": "2025-10-15", "decision_served": "2025-10-17"},
    ),
}  # fmt: skip
NAMES = tuple(_BASES)


@cache
def base(key: str) -> Case:
    return _BASES[key]()
