"""Checks in a real workspace: what is found is kept by dossier, counted in the list, and read back as it was."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.checks import actions, store
from casereview.checks.engine import counts
from casereview.checks.matrix import Column
from casereview.checks.model import Verdict
from casereview.dossier.model import Dossier, DossierId
from casereview.record import Author, writing
from casereview.workspace import Workspace
from tests.casereview.checks.builders import SOUND, changed, judged, reading, service

BY = Author("甲", lambda: datetime(2026, 6, 1, 9).astimezone())


def a_row(db: Database, ident: str) -> None:
    row = Dossier(DossierId(ident), "u", "卷", "v", True, "2026-06-01T09:00:00+08:00", 3)
    values = {name: getattr(row, name) for name in Dossier.__slots__}
    db.table("dossier").insert(values | {"complete": 1})


def test_outcomes_come_back_as_they_were_found(tmp_path: Path) -> None:
    found = judged({"F15": {"decision.amount": "60000"}})
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        a_row(db, "d")
        with writing(db):
            store.save(db, "d", found)
        assert actions.outcomes(db, "d") == found
        row = db.conn.execute("SELECT fails, warns, unknowns, state FROM dossier").fetchone()
        told = counts(found)
        assert row == (told["fails"], told["warns"], told["unknowns"], "checked") and told["fails"] > 0


def test_a_new_check_replaces_the_old_one(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        a_row(db, "d")
        with writing(db):
            store.save(db, "d", judged({"F15": {"decision.amount": "60000"}}))
            assert actions.dossiers_with(db, "R-D06.over") == ["d"]
            store.save(db, "d", judged())
        assert actions.dossiers_with(db, "R-D06.over") == []


def test_a_dossier_taken_in_is_checked_with_the_law_of_its_unit(tmp_path: Path) -> None:
    from casereview.dossier import actions as dossiers

    page = tmp_path / "当场处罚.txt"
    page.write_text("当场行政处罚决定书\n案号:晋榆交简罚〔2024〕001号\n当事人:丙三\n2024年7月8日\n", "utf-8")
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        _, report = dossiers.take_in(db, BY, [page], executor="thread")
        [taken] = dossiers.dossiers(db)
        changes = actions.check(db, BY, today=date(2026, 6, 1))
        assert changes.dossiers == {taken.id} and report
        assert dossiers.get(db, taken.id).unknowns == sum(
            outcome.verdict is Verdict.UNKNOWN for outcome in actions.outcomes(db, taken.id)
        )


def test_one_officer_in_two_dossiers_at_once_is_seen(tmp_path: Path) -> None:
    from casereview.dossier import actions as dossiers

    text = "询问笔录\n案号:晋榆交执罚〔2024〕00{n}号\n时间:2024年7月8日10时{a}分至10时50分\n地点:某队\n询问人:甲一 执法证号:14070001\n记录人:乙二 执法证号:14070002\n被询问人:丙{n}\n问:请说明。\n答:好。\n"
    for n, a in ((1, "05"), (2, "20")):
        (tmp_path / f"卷{n}").mkdir()
        (tmp_path / f"卷{n}" / "询问笔录.txt").write_text(text.format(n=n, a=a), "utf-8")
    with Workspace.create(tmp_path / "a.casereview") as workspace, closing(workspace.connect()) as db:
        dossiers.take_in(db, BY, [tmp_path / "卷1", tmp_path / "卷2"], executor="thread")
        actions.check(db, BY, today=date(2026, 6, 1))
        taken = {dossier.id for dossier in dossiers.dossiers(db)}
        assert len(taken) == 2 and set(actions.dossiers_with(db, "R-P03.elsewhere")) == taken


def test_the_line_of_time_counts_days_and_names_broken_limits() -> None:
    late = {"F23": {"service": [service("F11", "2024-07-17"), service("F15", "2024-08-20")]}}
    read = reading(changed(SOUND, late))
    moments = {moment.step: moment for moment in actions.timeline(read, judged(late))}
    assert list(moments) == [
        "found", "filing", "investigation", "measure", "review", "notice", "hearing", "decision", "service", "publicity",
        "performance", "closing",
    ]  # fmt: skip
    assert (moments["service"].first, moments["service"].days, moments["service"].workdays) == ("2024-08-20", 21, 15)
    assert moments["service"].broken == ("R-S01.late",)
    assert moments["hearing"].first == "" and moments["decision"].evidence[0].title == "行政处罚决定书"


def test_two_dates_of_one_fact_are_shown_as_disputed() -> None:
    read = reading(changed(SOUND, {"X-REPORT": {"filed_on": "2024-07-11"}}))
    assert next(m for m in actions.timeline(read) if m.step == "filing").disputed


def test_the_matrix_proves_a_cell_or_says_why_nothing_has_to() -> None:
    matrix = actions.matrix(reading(SOUND), judged())
    assert matrix.cell("decision", Column.PUBLICITY).evidence[0].title == "公示证明"
    assert matrix.cell("decision", Column.LEGAL_REVIEW).state == "proved"
    assert matrix.cell("investigation", Column.RECORDING).state == "proved"
    assert matrix.cell("hearing", Column.WRITTEN).why == "no-hearing"
    assert matrix.cell("filing", Column.LEGAL_REVIEW).why == "decision-only"


@pytest.mark.parametrize("form", ["X-PUB", "X-AV", "F01"])
def test_a_cell_without_its_paper_is_open(form: str) -> None:
    changes = {form: None}
    matrix = actions.matrix(reading(changed(SOUND, changes)), judged(changes))
    step, column = {
        "X-PUB": ("decision", Column.PUBLICITY),
        "X-AV": ("investigation", Column.RECORDING),
        "F01": ("filing", Column.WRITTEN),
    }[form]
    assert matrix.cell(step, column).state == "open"
