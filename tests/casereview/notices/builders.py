"""A realistic review: four units, twelve dossiers, drawn figures that add up because they are computed here."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from statistics import median
from typing import Any

from casereview.ledger.model import Entry, Measure
from casereview.results.model import DossierResult, ItemResult, Lost, Problem, Results, UnitResult
from casereview.rubric import files

RUBRIC = next(rubric for rubric in files.shipped() if rubric.procedures == ("general",))
DIGEST = files.digest(RUBRIC)
UNITS = {
    "yuci": "榆次区交通运输局",
    "taigu": "太谷区交通运输局",
    "qixian": "祁县交通运输综合行政执法大队",
    "pingyao": "平遥县交通运输局",
}
CAUSES = (
    "未取得道路货物运输经营许可擅自从事道路货物运输经营",
    "货运车辆违法超限运输",
    "未按规定维护和检测运输车辆",
    "网约车驾驶员未取得从业资格证从事经营活动",
)
ITEMS = (
    ("PT-1", "主体资格与管辖", "一、主体与程序启动", "10", "general"),
    ("PT-2", "立案审批", "一、主体与程序启动", "8", "general"),
    ("PT-3", "调查取证合法充分", "二、调查取证", "20", "recording"),
    ("PT-4", "告知与听证", "三、权利保障", "15", "general"),
    ("PT-5", "法制审核与集体讨论", "四、审查决定", "15", "legal_review"),
    ("PT-6", "决定书事实、依据、裁量说理", "四、审查决定", "16", "general"),
    ("PT-7", "送达与执行", "五、送达执行", "8", "publicity"),
    ("PT-8", "立卷归档", "六、归档", "8", "general"),
)
FAULTS: dict[str, tuple[str, str, str, str, str, str, str]] = {
    # deduction: item, text, category, severity, points, basis, evidence
    "a": ("PT-3", "询问笔录未载明起止时间", "investigation", "minor", "2", "程序规定第25条", "询问笔录 第6页 “询问时间：2024年5月6日”"),
    "b": ("PT-4", "告知书未告知陈述申辩期限", "notice", "major", "5", "处罚法第44条", "违法行为通知书 第11页"),
    "c": ("PT-5", "法制审核意见过于简单", "review", "minor", "3", "处罚法第58条", "法制审核意见书 第13页 “同意”"),
    "d": ("PT-6", "裁量理由未写明", "substance", "major", "4", "处罚法第34条、程序规定第68条", "处罚决定书 第15页 “情节较重”，当事人电话13835412345"),
    "e": ("PT-7", "送达回证缺受送达人签名日期", "service", "minor", "2", "程序规定第20条", "送达回证 第17页"),
    "f": ("PT-8", "卷内目录页号与实际不符", "filing", "minor", "1", "程序规定第118条", "卷内目录 第2页"),
    "g": ("PT-2", "立案审批表无负责人签署日期", "investigation", "minor", "2", "处罚法第54条", "立案登记表 第3页"),
}  # fmt: skip
CASES = (
    # unit, faults (deduction + count), veto, strengths, bonus
    ("yuci", "f1", "", ("询问提纲完整，证据说明逐项对应待证事实",), "0"),
    ("yuci", "a1c1", "", (), "0"),
    ("yuci", "a2f1e1", "", (), "0"),
    ("taigu", "", "", ("决定书逐条回应陈述申辩，说理充分",), "2"),
    ("taigu", "b1d1f2", "", (), "0"),
    ("taigu", "a1e1f1", "", (), "0"),
    ("qixian", "b1c1d1g1a2", "", (), "0"),
    ("qixian", "b1d1", "PT-V02", (), "0"),
    ("qixian", "e1f1", "", (), "0"),
    ("pingyao", "c1", "", ("执法全过程音像记录与文字记录对应编号",), "0"),
    ("pingyao", "b1d1a2c1e2f2g1", "", (), "0"),
    ("pingyao", "d1f1", "", (), "0"),
)


def lost_of(letter: str, count: int, **changes: Any) -> Lost:
    item, text, category, severity, each, basis, evidence = FAULTS[letter]
    title, system = next((title, system) for code, title, _, _, system in ITEMS if code == item)
    values: dict[str, Any] = {
        "item": item, "item_title": title, "deduction": f"{item}-{letter}", "text": text, "category": category,
        "severity": severity, "count": count, "points": Decimal(each) * count, "system": system, "basis": basis,
        "evidence": evidence,
    }  # fmt: skip
    return Lost(**{**values, **changes})


def grade_of(score: Decimal, serious: bool, veto: bool) -> str:
    if veto or score < 60:
        return "fail"
    if score >= 90 and not serious:
        return "excellent"
    return "good" if score >= 80 else "pass"


def a_dossier(number: int, **changes: Any) -> DossierResult:
    """The n-th dossier (from 0) of `CASES`."""
    unit, faults, veto, strengths, bonus = CASES[number]
    lost = tuple(lost_of(faults[i], int(faults[i + 1])) for i in range(0, len(faults), 2))
    items = []
    for place, (code, title, section, full, system) in enumerate(ITEMS, 1):
        gone = sum((one.points for one in lost if one.item == code), Decimal(0))
        earned = max(Decimal(full) - gone, Decimal(0))
        items.append(
            ItemResult(
                item=code, title=title, section=section, position=str(place), points=Decimal(full), earned=earned,
                state="marked", system=system,
            )
        )  # fmt: skip
    score = min(sum((i.earned for i in items), Decimal(bonus)), Decimal(100)).quantize(Decimal("0.1"))
    values: dict[str, Any] = {
        "dossier": f"d{number:02d}", "unit": unit, "case_no": f"晋交执罚〔2024〕{101 + number}号",
        "cause": CAUSES[number % 4], "party_masked": "某运输公司" if number % 2 else "王某", "procedure": "general",
        "rubric": DIGEST, "rubric_title": "行政处罚案卷（普通程序）评查表 2024.1", "score": score, "exact": str(score),
        "grade": grade_of(score, any(one.severity == "major" for one in lost), bool(veto)),
        "vetoes": (veto,) if veto else (), "bonus": Decimal(bonus), "items": tuple(items), "lost": lost,
        "strengths": strengths, "readers": {"评查员甲": str(score), "评查员乙": str(score - Decimal("1.5"))},
    }  # fmt: skip
    return DossierResult(**{**values, **changes})


def a_unit(unit: str, dossiers: tuple[DossierResult, ...], rank: int | None) -> UnitResult:
    own = [one for one in dossiers if one.unit == unit]
    scores = [one.score for one in own if one.score is not None]
    return UnitResult(
        unit=unit, name=UNITS[unit], dossiers=len(own), scored=len(scores), mean=_mean(scores), highest=max(scores),
        lowest=min(scores), grades=dict(Counter(one.grade for one in own)),
        vetoed=sum(bool(one.vetoes) for one in own), rank=rank, systems=_systems(own),
    )  # fmt: skip


def _mean(scores: list[Decimal]) -> Decimal:
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1"))


def _systems(dossiers: list[DossierResult]) -> dict[str, Decimal | None]:
    rates: dict[str, Decimal | None] = {}
    for system in ("publicity", "recording", "legal_review"):
        items = [item for one in dossiers for item in one.items if item.system == system]
        full = sum((item.points for item in items), Decimal(0))
        earned = sum((item.earned for item in items), Decimal(0))
        rates[system] = (earned * 100 / full).quantize(Decimal("0.1")) if full else None
    return rates


def the_problems(dossiers: tuple[DossierResult, ...]) -> tuple[Problem, ...]:
    found: dict[str, list[tuple[DossierResult, Lost]]] = {}
    for one in dossiers:
        for lost in one.lost:
            found.setdefault(lost.deduction, []).append((one, lost))
    problems = []
    for deduction, rows in found.items():
        first = rows[0][1]
        problems.append(
            Problem(
                item=first.item, deduction=deduction, text=first.text, category=first.category, system=first.system,
                basis=first.basis, severity="major" if first.severity == "major" else "minor",
                dossiers=tuple(one.dossier for one, _ in rows), units=tuple(sorted({one.unit for one, _ in rows})),
                occurrences=sum(lost.count for _, lost in rows),
                points=sum((lost.points for _, lost in rows), Decimal(0)),
            )
        )  # fmt: skip
    return tuple(sorted(problems, key=lambda p: -len(p.dossiers)))


def a_review(**changes: Any) -> Results:
    dossiers = tuple(a_dossier(number) for number in range(len(CASES)))
    means = {unit: _mean([d.score for d in dossiers if d.unit == unit and d.score is not None]) for unit in UNITS}
    units = tuple(a_unit(unit, dossiers, 1 + sum(m > means[unit] for m in means.values())) for unit in UNITS)
    scores = [one.score for one in dossiers if one.score is not None]
    values: dict[str, Any] = {
        "campaign": "c1", "title": "2024年度交通运输行政执法案卷评查", "year": 2024, "at": "2024-11-01T16:30:00+08:00",
        "reviewed": 12, "scored": 12, "mean": _mean(scores), "median": median(scores).quantize(Decimal("0.1")),
        "highest": max(scores), "lowest": min(scores), "grades": dict(Counter(one.grade for one in dossiers)),
        "units": tuple(sorted(units, key=lambda u: u.rank or 99)), "dossiers": dossiers,
        "problems": the_problems(dossiers), "systems": _systems(list(dossiers)),
        "rubrics": {DIGEST: files.to_json(RUBRIC)}, "members": 6,
    }  # fmt: skip
    return Results(**{**values, **changes})


def an_entry(number: int = 1, **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "id": f"e{number}", "campaign": "c1", "unit": "qixian", "problem": "告知书未告知陈述申辩期限",
        "basis": "处罚法第44条", "severity": "major", "item": "PT-4", "deduction": "PT-4-b", "dossiers": ("d06", "d07"),
        "case_numbers": ("晋交执罚〔2024〕107号", "晋交执罚〔2024〕108号"), "measure_kind": Measure.EXPLAIN,
        "measure": "作出书面说明，修订告知书模板并组织学习", "responsible": "法制股", "deadline": "2024-11-25",
    }  # fmt: skip
    return Entry(**{**values, **changes})
