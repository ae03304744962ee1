"""Rules on a unit's register and dated figures: each kind seen to pass, to find fault, and to not know."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from casereview import packs
from casereview.checks import actions, law, say
from casereview.checks import unit as unit_rules
from casereview.checks.model import Outcome, Verdict
from casereview.units.catalogue import FiguresPack, shipped
from casereview.units.model import Certificate, Figure, Person, Profile, Unit
from tests.casereview.checks.builders import judged, of

TODAY = date(2026, 3, 1)
VALID = (Certificate("140101", date(2023, 1, 1), date(2028, 1, 1)),)
YEAR_END = date(2025, 12, 31)


def an_officer(name: str, hours: str = "64", public: str = "32", camera: bool | None = True, **more: object) -> Person:
    return replace(Person(name, name, "u", ("officer",), VALID, hours, public, camera), **more)  # type: ignore[arg-type]


def a_reviewer(name: str) -> Person:
    return Person(name, name, "u", ("legal_reviewer",))


def a_unit(*people: Person, complete: bool = True, **figures: str) -> Profile:
    said = tuple(Figure(name, value, YEAR_END, "台账") for name, value in figures.items())
    return Profile(Unit("u", "祁县交通运输局"), people, said, date(2026, 2, 1) if complete else None)


def found(profile: Profile, rule: str, on: date = TODAY) -> Outcome:
    [outcome] = of(rule, actions.check_unit(profile, today=on))
    return outcome


TEN = tuple(an_officer(f"甲{n}") for n in range(10))
ROWS: list[tuple[str, Profile, date]] = [
    ("R-U01.short", a_unit(*TEN, an_officer("乙", "40", "32")), TODAY),
    ("R-U01.ok", a_unit(*TEN), TODAY),
    ("R-U01.unknown", a_unit(*TEN, an_officer("乙", "")), TODAY),
    ("R-U01.unknown", a_unit(*TEN, complete=False), TODAY),
    ("R-U02.short", a_unit(*TEN, an_officer("乙", "70", "29.5")), TODAY),
    ("R-U02.ok", a_unit(*TEN), TODAY),
    ("R-U02.unknown", a_unit(), TODAY),
    ("R-U03.short", a_unit(*TEN, an_officer("乙", "60", "32")), TODAY),
    ("R-U03.ok", a_unit(*TEN), TODAY),
    ("R-U03.unknown", a_unit(an_officer("乙", "60", "")), TODAY),
    ("R-U04.short", a_unit(*TEN, an_officer("乙", camera=False)), TODAY),
    ("R-U04.ok", a_unit(*TEN), TODAY),
    ("R-U04.unknown", a_unit(*TEN, an_officer("乙", camera=None)), TODAY),
    ("R-U04.behind", a_unit(*TEN[:1], an_officer("乙", camera=False)), date(2025, 6, 1)),
    ("R-U04.ok", a_unit(*TEN[:9], an_officer("乙", camera=False)), date(2025, 6, 1)),
    ("R-U04.short", a_unit(camera_ratio="99.5%"), TODAY),
    ("R-U04.ok", a_unit(officers="40", cameras="40"), TODAY),
    ("R-U05.behind", a_unit(*TEN), TODAY),
    ("R-U05.ok", a_unit(*TEN, a_reviewer("丙")), TODAY),
    ("R-U05.short", a_unit(*TEN), date(2027, 1, 1)),
    ("R-U05.short", a_unit(officers="41", legal_reviewers="2"), date(2026, 12, 31)),  # 5 % of 41 is 3 whole people
    ("R-U05.ok", a_unit(officers="40", legal_reviewers="2"), date(2026, 12, 31)),
    ("R-U05.unknown", a_unit(), TODAY),
    ("R-U06.expired", a_unit(*TEN, an_officer("乙", certificates=(Certificate("1", None, date(2025, 1, 1)),))), TODAY),
    ("R-U06.ok", a_unit(*TEN), TODAY),
    ("R-U06.unknown", a_unit(*TEN, an_officer("乙", certificates=())), TODAY),
    ("R-U11.short", a_unit(study_months="11"), TODAY),
    ("R-U11.ok", a_unit(study_months="12"), TODAY),
    ("R-U11.unknown", a_unit(study_months="每月一次"), TODAY),
    ("R-U12.short", a_unit(seminar_quarters="3"), TODAY),
    ("R-U13.over", a_unit(party_lectures_missing="1"), TODAY),
    ("R-U13.ok", a_unit(party_lectures_missing="0"), TODAY),
    ("R-U13.unknown", a_unit(), TODAY),
    ("R-U16.unsure", a_unit(team_study_share="89"), TODAY),
    ("R-U16.ok", a_unit(team_study_share="90"), TODAY),
    ("R-U17.short", a_unit(complaint_analyses="1"), TODAY),
    ("R-U21.late", a_unit(problem_list_on="2024-06-01"), TODAY),
    ("R-U21.ok", a_unit(problem_list_on="2024-05-30"), TODAY),
    ("R-U21.unknown", a_unit(problem_list_on="五月底"), TODAY),
    ("R-U21.unknown", a_unit(), TODAY),
    ("R-U21.na", a_unit(), date(2024, 5, 30)),
    ("R-U22.late", a_unit(matters_catalogue_on="2024-11-01"), TODAY),
    ("R-U23.unsure", a_unit(matters_catalogue_published_on="2024-11-01"), TODAY),
    ("R-U25.short", a_unit(leniency_lists="2"), TODAY),
    ("R-U26.ok", a_unit(public_lists="4"), TODAY),
    ("R-U27.unsure", a_unit(self_review_coverage="79.9"), TODAY),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}-{n}" for n, row in enumerate(ROWS)])
def test_a_rule_gives_the_outcome(row: tuple[str, Profile, date]) -> None:
    outcome, profile, on = row
    told = found(profile, outcome.split(".")[0], on)
    assert told.outcome == outcome, (told.code, told.parameters)
    for language in ("zh", "en"):
        said = say.explanation(told, language) + say.turning(told, language) + say.unit_title(told, language)
        assert not re.search(r"\{|check\.|measure\.", said), said


def test_nothing_recorded_is_never_a_failure() -> None:
    empty = actions.check_unit(a_unit(complete=False), today=TODAY)
    assert {outcome.verdict for outcome in empty} == {Verdict.UNKNOWN}
    assert [o.rule for o in empty] == [rule.id for rule in unit_rules.rules_of(shipped())]


def test_who_falls_short_is_named_with_the_share() -> None:
    told = found(a_unit(*TEN[:6], an_officer("乙", "40"), an_officer("丙", "")), "R-U01")
    assert (
        say.explanation(told) == "持证在岗执法人员 8 人中，1 人不满 60 学时，占 12.5%：乙 40；另有 1 人没有登记学时。"
    )
    assert told.basis == "三年行动工作方案（2024—2026年）任务3"


def test_a_figure_of_the_middle_of_a_year_is_held_to_the_months_that_were_over() -> None:
    def of_day(value: str, on: date) -> Outcome:
        held = replace(a_unit(), figures=(Figure("study_months", value, on, "台账"),))
        return found(held, "R-U11")

    assert of_day("6", date(2025, 6, 30)).verdict is Verdict.PASS
    assert of_day("5", date(2025, 6, 29)).verdict is Verdict.PASS
    short = of_day("5", date(2025, 6, 30))
    assert short.verdict is Verdict.FAIL and "应有 6个月，差 1个月" in say.explanation(short)


def test_a_demand_that_is_not_confirmed_only_hints_and_says_so() -> None:
    told = found(a_unit(team_study_share="89"), "R-U16")
    assert (told.verdict, told.meant) == (Verdict.WARN, "R-U16.short")
    assert "待核对" in say.explanation(told)


def test_an_edited_catalogue_changes_what_is_asked() -> None:
    text = (packs.SHIPPED / "figures" / "catalogue.toml").read_text("utf-8")
    new = '\n[[figures]]\nname = "drills"\nnames = ["岗位练兵次数"]\nkind = "count"\nunit = "次"\nmeasured = "全年"\narticle = "任务4"\ntowards = "at_least"\ntarget = "2"\nyearly = true\nrule = "R-U90"\n'
    edited = law.with_edited({"figures/catalogue": text.replace('target = "100"', 'target = "90"', 1) + new})
    told = {o.rule: o for o in actions.check_unit(a_unit(camera_ratio="95", drills="1"), today=TODAY, packs=edited)}
    assert told["R-U04"].verdict is Verdict.PASS and told["R-U90"].verdict is Verdict.FAIL
    assert say.unit_title(told["R-U90"]) == "岗位练兵次数"
    assert isinstance(edited.figures, FiguresPack) and edited.figures.get("camera_ratio").target == Decimal(90)  # type: ignore[union-attr]


def test_rules_of_dossiers_and_of_units_do_not_share_an_id() -> None:
    from casereview.checks.engine import FOR_A_PERSON, REGISTRY

    mine = {rule.id for rule in unit_rules.rules_of(shipped())}
    assert len(mine) >= 18 and not mine & ({rule.id for rule in REGISTRY} | set(FOR_A_PERSON))


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("R-G05", ("annual_statistics_published_on",)),
        ("R-G06", ("disclosure_changed_on", "disclosure_updated_on")),
        ("R-V05", ("av_evidence_retention_months", "dossier_retention_months", "av_other_retention_months")),
    ],
)
def test_a_figure_that_says_nothing_readable_is_unknown_in_a_dossier_too(rule: str, names: tuple[str, ...]) -> None:
    profile = replace(a_unit(), figures=tuple(Figure(name, "约半年", YEAR_END, "台账") for name in names))
    [outcome] = of(rule, judged(unit=profile))
    assert (outcome.verdict, outcome.code) == (Verdict.UNKNOWN, "unknown.figure-unclear")
    assert "check." not in say.explanation(outcome) and "{" not in say.explanation(outcome)
