"""What notices and exemplars print of a case: the same line of time and matrix as the window, without what is disputed."""

from __future__ import annotations

from datetime import date

from casereview.checks import actions, course
from casereview.dossier.model import FactState
from tests.casereview.checks.builders import SOUND, changed, judged, reading, service
from tests.casereview.checks.rows_case import HEARING


def test_a_settled_case_is_dated_as_in_the_window() -> None:
    read = reading(SOUND)
    shown = {moment.step: moment.first for moment in actions.timeline(read)}
    printed = actions.course(read, judged())
    assert {moment.step: moment.first for moment in printed.moments} == shown
    assert printed.matrix == actions.matrix(read, judged())
    rows = {step: said for step, *said in course.time_rows(printed)}
    assert rows["告知"] == ["2024年7月17日", "2 日（2 个工作日）"]
    # Investigated since the day before, and still: nothing lies between.
    assert rows["立案"] == ["2024年7月9日", ""]
    assert {step: said for step, *said in course.time_rows(printed, "en")}["Notice"] == [
        "2024-07-17",
        "2 days (2 working days)",
    ]


def test_a_date_that_papers_give_in_two_ways_is_not_printed() -> None:
    read = reading(changed(SOUND, {"X-REPORT": {"filed_on": "2024-07-11"}}))
    rows = {step: days for step, days, _ in course.time_rows(actions.course(read))}
    assert rows["立案"] == "各文书不一，待核实"
    assert "2024年7月11日" not in str(rows) and "2024年7月9日" not in rows["立案"]


def test_a_date_that_a_person_confirmed_is_printed_whatever_the_papers_say() -> None:
    from dataclasses import replace

    read = reading(changed(SOUND, {"X-REPORT": {"filed_on": "2024-07-11"}}))
    facts = tuple(
        replace(f, state=FactState.CONFIRMED) if (f.name, f.value) == ("filed_on", "2024-07-09") else f
        for f in read.facts
    )
    rows = {step: days for step, days, _ in course.time_rows(actions.course(replace(read, facts=facts)))}
    assert rows["立案"] == "2024年7月9日"


def test_the_steps_stand_in_the_order_of_their_days() -> None:
    read = reading(changed(SOUND, {**HEARING, "X-LEGAL": {"legal_review.finished_on": "2024-07-30"}}))
    moments = [moment for moment in actions.course(read).moments if moment.first]
    assert [moment.first for moment in moments] == sorted(moment.first for moment in moments)
    assert all((moment.days or 0) >= 0 and (moment.workdays or 0) >= 0 for moment in moments)
    assert [moment.step for moment in moments].index("review") > [moment.step for moment in moments].index("notice")


def test_what_overlaps_is_not_counted() -> None:
    late = {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-08-20")]}}
    moments = {moment.step: moment for moment in actions.course(reading(changed(SOUND, late))).moments}
    assert moments["closing"].first < moments["service"].first == date(2024, 8, 20).isoformat()
    assert moments["service"].days is None or moments["service"].days >= 0


def test_a_cell_names_its_paper_says_why_not_or_that_it_is_open() -> None:
    changes = {"X-PUB": None}
    rows = course.system_rows(actions.course(reading(changed(SOUND, changes)), judged(changes)))
    cells = {step: cells for step, *cells in rows}
    assert cells["决定"][0] == "○ 未见材料" and cells["决定"][3] == "✓ 法制审核表（第 9 页）"
    assert cells["听证"] == ["没有举行听证"] * 4
    assert all(len(row) == 5 and not any("check." in cell for cell in row) for row in rows)
