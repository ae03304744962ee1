"""Rows of what rests on packs of law and local lists: ranges, steps of discretion, leniency, citations, the catalogue of reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from casereview.checks.law import Packs
from casereview.checks.lawbook import Band, LegalReviewPack, Reviewable
from tests.casereview.checks.builders import HIGHWAY, confirmed
from tests.casereview.checks.rows_case import Row, row

ROAD = "道路运输条例"
CARRY = "未按规定携带车辆营运证"
STEPS = "属于裁量基准规定的一般违法情节"


def basis(law: str, article: str, paragraph: str = "", item: str = "") -> list[dict[str, str]]:
    return [{"law": law, "article": article, "paragraph": paragraph, "item": item}]


def case(
    amount: str, basis: list[dict[str, str]], cause: Any = "超限运输", acted: Any = "", **more: Any
) -> dict[str, Any]:
    """A decision on another article; `acted`: the day of the act, else that of the sound dossier."""
    first: dict[str, Any] = {"cause": cause}
    if acted:
        first |= {"found_at": f"{acted}T09:00", "violation_end_on": acted}
    return {"F01": first, "F15": {"decision.amount": amount, "article.basis": basis, **more}}


def _local(**sure: bool) -> Packs:
    """The packs with a catalogue of the unit's own: one entry by words, one by amount."""
    said = {"from": "2019-01-01", "source": "本单位目录", "confirmed": sure.get("confirmed", True)}
    entries = (
        Reviewable.model_validate({"id": "a", "title": "桥梁案件", "subject": "桥梁通行", **said}),
        Reviewable.model_validate({"id": "b", "title": "较大数额", "organisation": "20000", "person": "1000", **said}),
    )
    pack = LegalReviewPack(title="本单位目录", source="本单位", entries=entries)
    packs = confirmed()
    return replace(packs, legal_review=(*packs.legal_review[:1], pack))


def _steps(sure: bool) -> Packs:
    """The shipped steps, compared with a text or not."""
    packs = confirmed()
    assert packs.discretion is not None
    bands = tuple(
        Band.model_validate({**b.model_dump(by_alias=True), "confirmed": sure}) for b in packs.discretion.bands
    )
    return replace(packs, discretion=packs.discretion.model_copy(update={"confirmed": sure, "bands": bands}))


UNREVIEWED: dict[str, Any] = {"X-LEGAL": None, "X-CATALOG": {"text": "立案登记表"}}
AMONG = {"+text": "桥梁通行"}

RANGES: list[Row] = [
    row("R-D06.ok", case("8000", basis(ROAD, "六十九", "二"), "擅自改装车辆")),
    row("R-D06.over", case("20001", basis(ROAD, "六十九", "二"), "擅自改装车辆")),
    row("R-D06.below", case("4000", basis(ROAD, "六十九", "二"), "擅自改装车辆")),
    # 携带营运证 was punished until 2023-07-19, and is not any more.
    row("R-D06.repealed", case("50", basis(ROAD, "六十八"), CARRY, "2023-07-10")),
    row("R-D06.ok", case("150", basis(ROAD, "六十八"), CARRY, "2023-05-10", **{"decision.made_on": "2023-06-01"})),
    # 69条 of the old text is 68条 of the new one, with a lower maximum for some of its acts.
    row("R-D06.over", case("3500", basis(ROAD, "六十九"), "强行招揽旅客", "2023-07-10")),
    row("R-D06.ok", case("1500", basis(ROAD, "六十九"), "强行招揽旅客", "2023-07-10")),
    # 从旧兼从轻: the old text had twice the maximum of the new one.
    row("R-D06.between", case("60000", basis(ROAD, "六十三", "", "一"), "擅自从事道路普通货物运输经营", "2023-07-10", **{"+text": "没有违法所得"})),
    # The number is that of the new text: what stood under it before is another matter.
    row("R-D06.ok", case("4000", basis(ROAD, "六十九", "一"), "不按规定维护和检测车辆", "2023-07-10")),
    # A range of a ministry's rule from memory: nothing fails on it.
    row("R-D06.unsure", case("30001", basis("超限运输车辆行驶公路管理规定", "四十三"))),
    # One article has a row, the other is of a known act without one: what is over is not sure to be.
    row("R-D06.unknown", case("30001", [*basis(HIGHWAY, "六十四"), *basis("路政管理规定", "二十三")])),
    row("R-D06.ok", case("2000", [*basis(HIGHWAY, "六十四"), *basis("路政管理规定", "二十三")])),
    # For a person and for an organisation the same article has different ranges.
    row("R-D06.over", case("3000", basis("航道法", "四十二"), "倾倒砂石", **{"party.type": "person"})),
    row("R-D06.ok", case("3000", basis("航道法", "四十二"), "倾倒砂石")),
    row("R-D06.unknown", case("3000", basis("航道法", "四十二"), "倾倒砂石", **{"party.type": None})),
    row("R-D06.unknown", case("3000", basis("路政管理规定", "二十三"))),
]  # fmt: skip

DISCRETION: list[Row] = [
    row("R-D07.ok", case("2000", basis(HIGHWAY, "六十四"), **{"+text": STEPS})),
    row("R-D07.outside", case("9000", basis(HIGHWAY, "六十四"), **{"+text": STEPS})),
    row("R-D07.outside", case("9000", basis(HIGHWAY, "六十四"), **{"+text": STEPS}), packs=_steps(True)),
    row("R-D07.ok", case("9000", basis(HIGHWAY, "六十四"), **{"+text": "违法程度较重"})),
    # 一般 is an everyday word; alone it chooses no step.
    row("R-D07.unknown", case("2000", basis(HIGHWAY, "六十四"), **{"+text": "适用一般程序"})),
    row("R-D07.unknown", case("2000", basis("路政管理规定", "二十三"), **{"+text": STEPS})),
    row("R-D07.unsure", {"X-REPORT": {"text": "案件调查报告"}}),
    row("R-D07.silent", {"X-REPORT": {"text": "案件调查报告"}}, packs=_steps(True)),
    row("R-D07.na", {"F15": {"decision.made_on": "2022-07-01"}}),
]

LENIENCY: list[Row] = [
    row("R-D19.ok", {"F15": {"+text": "当事人主动消除违法行为危害后果,依法减轻处罚。"}}),
    row("R-D19.ok", {"F15": {"+text": "当事人积极配合调查,依法予以从轻处罚。"}}),
    row("R-D19.ok", {"F15": {"+text": "当事人受他人胁迫,依法应当从轻或者减轻行政处罚。"}}),
    row("R-D19.unreasoned", {"F15": {"+text": "考虑到本案情况,决定减轻处罚。"}}),
    # Grounds of the list for 从轻 do not carry 减轻.
    row("R-D19.unreasoned", {"F15": {"+text": "当事人积极配合调查,决定减轻处罚。"}}),
    row("R-D19.unknown", {"F15": {"+text": "考虑到本案情况,决定减轻处罚。", "ocr": True}}),
    row("R-D19.unknown", {"F15": {"+text": "当事人请求从轻处罚,本机关不予采纳。"}}),
    row("R-D19.unknown"),
    row("R-D19.exempt", case("50", basis(ROAD, "六十八"), CARRY)),
    row("R-D19.ok", case("50", basis(ROAD, "六十八"), CARRY, **{"+text": "当事人曾因同类违法行为被处罚,不符合首违免罚条件。"})),
    row("R-D19.unknown", {**case("50", basis(ROAD, "六十八"), CARRY), "X-REPORT": {"text": "", "ocr": True}}),
    row("R-D19.exempt", {"F15": {"+text": "超限不足1000千克"}}),
]  # fmt: skip

CITATIONS: list[Row] = [
    row("R-D13.beyond", {"F15": {"article.basis": basis(HIGHWAY, "七十八")}}),
    row("R-D13.ok", {"F15": {"article.basis": basis(HIGHWAY, "七十七")}}),
    # 83条 was the last one until the revision of 2023, 82条 is now.
    row("R-D13.beyond", case("2000", basis(ROAD, "八十三"))),
    row("R-D13.ok", case("2000", basis(ROAD, "八十三"), acted="2023-07-01")),
    # Nobody has counted the articles of this one.
    row("R-D13.ok", {"F15": {"article.basis": basis("路政管理规定", "九十九")}}),
    row("R-D13.renumbered", case("2000", basis(ROAD, "六十九"), "强行招揽旅客")),
    row("R-D13.renumbered", case("8000", basis(ROAD, "七十", "二"), "擅自改装车辆")),
    row("R-D13.ok", case("8000", basis(ROAD, "六十九", "二"), "擅自改装车辆")),
    row("R-D13.ok", case("2000", basis(ROAD, "六十九", "", "二"), "强行招揽旅客", "2023-05-10", **{"decision.made_on": "2023-06-01"})),
    row("R-D13.no_such_part", case("2000", basis(ROAD, "六十三", "", "四"))),
    row("R-D13.no_such_part", case("2000", basis(HIGHWAY, "六十四", "二"))),
    row("R-D13.coarse", case("2000", basis("公路法", "七十六"))),
    row("R-D13.ok", case("2000", basis("公路法", "七十六", "", "五"))),
    row("R-D13.unknown", {"F15": {"article.basis": basis("某省公路条例", "十"), "article.violated": None}}),
]  # fmt: skip

REVIEWS: list[Row] = [
    row("R-L01.catalogue", {**UNREVIEWED, "F15": AMONG}, packs=_local()),
    row("R-L01.ok", {"F15": AMONG}, packs=_local()),
    row("R-L01.unsure", {**UNREVIEWED, "F15": AMONG}, packs=_local(confirmed=False)),
    row("R-L01.catalogue", {**UNREVIEWED, "F15": {"decision.amount": "20000"}}, packs=_local()),
    row("R-L01.unknown", {**UNREVIEWED, "F15": {"decision.amount": "19999"}}, packs=_local()),
    row("R-L01.unknown", {**UNREVIEWED, "F15": {"decision.amount": "20000", "party.type": None}}, packs=_local()),
    row("R-L01.catalogue", {**UNREVIEWED, "F15": {"decision.amount": "1000", "party.type": "person"}}, packs=_local()),
    # The shipped catalogue is a stand-in: it warns at most.
    row("R-L01.unsure", {**UNREVIEWED, "F15": {"decision.amount": "60000"}}),
]

ROWS: list[Row] = [*RANGES, *DISCRETION, *LENIENCY, *CITATIONS, *REVIEWS]
