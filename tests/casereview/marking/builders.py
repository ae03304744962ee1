"""Small rubrics and marks with defaults, so that a test names only what it is about."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from casereview.marking.model import Mark, MarkKind, MarkPayload, Seen
from casereview.rubric.files import shipped
from casereview.rubric.model import Rubric

EVIDENCE = (Seen(file="f" * 64, page=2, box=(10.0, 10.0, 90.0, 30.0), dossier_page=2),)

GRADES = [
    {"code": "excellent", "title": "优秀", "at_least": "90", "without": ["serious_finding", "veto"]},
    {"code": "good", "title": "良好", "at_least": "80"},
    {"code": "pass", "title": "合格", "at_least": "60"},
    {"code": "fail", "title": "不合格", "at_least": "0"},
]


def an_item(ident: str, points: str, *deductions: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = deductions or (a_deduction(f"{ident}-1", "1", each="处"),)
    return {"id": ident, "title": f"项目{ident}", "points": points, "deductions": list(given), **more}


def a_deduction(ident: str, points: str, **more: Any) -> dict[str, Any]:
    kind = {} if more.keys() & {"each", "step", "once"} else {"once": True}
    return {
        "id": ident,
        "text": f"缺陷 {ident}",
        "category": "filing",
        "severity": "minor",
        "points": points,
        **kind,
        **more,
    }


def a_rubric(*items: dict[str, Any], **more: Any) -> Rubric:
    total = str(sum(Decimal(item["points"]) for item in items))
    section = {"id": "S1", "title": "一", "points": total, "items": list(items)}
    values = {"code": "T", "title": "试用标准", "version": "1", "full_marks": total, "grades": GRADES}
    return Rubric.model_validate({**values, "sections": [section], **more})


def a_mark(rubric: Rubric, item: str, deduction: str = "", *, ident: str = "", reader: str = "甲", **said: Any) -> Mark:
    """A deduction if one is named, else full marks; `kind` says otherwise."""
    kind = said.pop("kind", MarkKind.DEDUCT if deduction else MarkKind.FULL)
    given = {"campaign": "c", "dossier": "d", "rubric": rubric.digest, "item": item, "deduction": deduction}
    evidence = said.pop("evidence", EVIDENCE if kind is MarkKind.DEDUCT else ())
    payload = MarkPayload(**given, kind=kind, evidence=evidence, **said)
    return Mark(ident or f"{item}/{deduction}/{kind}/{reader}", reader, "2024-11-04T09:00:00+08:00", payload)


def by_code(code: str) -> Rubric:
    return next(rubric for rubric in shipped() if rubric.code == code)
