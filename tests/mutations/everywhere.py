"""Defects that any case may have, put into every clean dossier of the general procedure: each layout and format must show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.mutations.bases import NAMES, base
from tests.mutations.files import Change
from tests.mutations.table import Defect
from tests.samples.case import Case, in_words, workdays_later


def everywhere() -> tuple[Defect, ...]:
    return tuple(
        replace(defect, name=f"{defect.name}-{key}", base=key)
        for key in NAMES
        if base(key).procedure == "general"
        for defect in _defects(base(key))
    )


def _one(name: str, expect: str, *also: str, **change: Any) -> Defect:
    return Defect(name, "", Change(**change), expect, frozenset(also), stated=False, confirmed=False)


def _defects(case: Case) -> Iterator[Defect]:
    yield from _days(case)
    yield from _words(case)
    yield from _people(case)


def _later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _days(case: Case) -> Iterator[Defect]:
    made, served = case.days["decision"], workdays_later(case.days["decision"], 9).isoformat()
    yield _one(
        "served-late", "R-S01.late", "R-A01", "R-F07", "R-C07", "R-C05", "R-X09", days={"decision_served": served}
    )
    yield _one("served-early", "R-S07.early", "R-X08", "R-A01", days={"decision_served": _later(made, -2)})
    yield _one("told-late", "R-N01.after_decision", "R-N13", "R-N07", days={"notice_served": _later(made, 1)})
    yield _one("filed-late", "R-F02.after_decision", "R-F07", days={"filed": _later(made, 1)})
    yield _one("filed-after-notice", "R-F02.after_notice", "R-F07", days={"filed": _later(case.days["notice"], 1)})
    if "X-PAPPR" in case.papers:
        yield _one("approved-late", "R-D12.before_approval", days={"approved": _later(made, 1)})
    if "F24" in case.papers:
        yield _one("closed-early", "R-A01.before_payment", "R-F07", days={"closed": _later(case.days["paid"], -1)})


def _words(case: Case) -> Iterator[Defect]:
    name, number = case.party.name, case.party.number
    other = name[:-1] + "某" if case.party.person else name.replace("有限", "股份有限")
    for form in ("F01", "F11", "F15"):
        yield _one(f"misspelt-{form}", "R-D08.differs", "R-A06", "R-E15", "R-G07", words={f"party.{form}": other})
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    yield _one("number", "R-D09.wrong", words={"number.F15": wrong})
    yield _one("department", "R-D10.department", words={"remedy.body": "晋中市交通运输局"})
    yield _one("three-months", "R-D11.three_months", words={"remedy.suit": "三个月"})
    yield _one("heavier", "R-N10.heavier", fields={"notice_amount": case.amount - 500})
    if case.style.money in ("both", "paren"):
        yield _one("in-words", "R-D05.words", words={"words.F15": in_words(case.amount + 70)})
    if "F24" in case.papers:
        yield _one("closing-amount", "R-D05.papers", words={"amount.F24": str(case.amount + 100)})
    law = case.cause.basis[0].split("第")[0]
    yield _one("law-alone", "R-D13.no_article", "R-N11", "R-D18", words={"basis.F15": law})
    yield _one("one-more", "R-N11.added", words={"violated.F15": "《公路安全保护条例》第七十条"})


def _people(case: Case) -> Iterator[Defect]:
    asked = case.times_of("inquiry")[0]
    during = f"{asked[:3]}{int(asked[3:]) + 20:02d}"
    yield _one("alone", "R-P01.single", crew={"inquiry": [1]})
    yield _one("alone-outside", "R-P01.single", crew={"scene": [0]})
    yield _one("backwards", "R-E01.backwards", times={"inquiry": ["16:40", "15:55"]})
    yield _one("backwards-outside", "R-E04.backwards", times={"scene": ["16:40", "15:55"]})
    yield _one("twice-at-once", "R-P03.overlap", times={"scene": ["08:30", during]})
