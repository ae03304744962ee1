from __future__ import annotations

from datetime import date

from casereview.checks import actions as checks
from casereview.dossier.model import Reading
from casereview.marking.evidence import in_words
from casereview.marking.suggest import suggestions
from casereview.units.model import Figure, Person, Profile, Unit
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import by_code

ON = date(2025, 7, 1)
UNIT = Unit("u", "祁县交通运输局")
RUBRIC = by_code("DW")
STEPPED = next(d for item in RUBRIC.items for d in item.deductions if d.step and d.step.measure == "camera_ratio")
ITEM = next(item for item in RUBRIC.items if STEPPED in item.deductions)


def suggested(*figures: Figure, people: tuple[Person, ...] = ()) -> dict[str, list[tuple[str, int, bool]]]:
    profile = Profile(UNIT, people, figures)
    found = suggestions(RUBRIC, profile, checks.check_unit(profile, today=ON), ON)
    return {item: [(s.deduction, s.count, s.progress) for s in group] for item, group in found.items()}


def test_a_figure_below_its_target_proposes_whole_steps_and_says_where_it_is_from() -> None:
    assert STEPPED.step is not None
    short = STEPPED.step.target - 2 * STEPPED.step.size
    profile = Profile(UNIT, (), (Figure("camera_ratio", str(short), date(2025, 6, 30), "装备台账"),))
    late = date(2027, 1, 1)
    (one,) = suggestions(RUBRIC, profile, (), late)[ITEM.id]
    assert (one.deduction, one.count, one.progress) == (STEPPED.id, 2, False)
    for part in ("2025-06-30", "装备台账", f"{float(short):g}", f"{float(STEPPED.step.target):g}"):
        assert part in one.seen.text
    assert in_words([one.seen], Reading((), (), ())) == one.seen.text
    for language in LANGUAGES:
        said = suggestions(RUBRIC, profile, (), late, language=language)[ITEM.id][0].seen.text
        assert "unit_evidence" not in said and "measure." not in said


def test_a_figure_that_meets_its_target_is_shown_and_proposes_nothing() -> None:
    met = suggested(Figure("camera_ratio", "100", date(2025, 6, 30), "台账"))
    assert (STEPPED.id, 0) in [found[:2] for found in met[ITEM.id]]


def test_what_nobody_recorded_suggests_nothing() -> None:
    assert ITEM.id not in suggested()


def test_a_rule_proposes_where_no_figure_says_how_much() -> None:
    from casereview.units.model import Certificate

    old = Person("p", "张三", "u", ("officer",), (Certificate("1", None, date(2024, 1, 1)),))
    found = suggested(people=(old,))
    named = [deduction for group in found.values() for deduction, count, _ in group if count]
    wanted = [d.id for item in RUBRIC.items for d in item.deductions if "R-U06.expired" in d.outcomes]
    assert wanted and set(wanted) <= set(named)
