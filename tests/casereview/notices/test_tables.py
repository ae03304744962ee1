from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import python_calamine

from casereview.notices import say, tables
from tests.casereview.notices.builders import a_dossier, a_review


def test_table_1_adds_up_and_its_rates_are_what_they_say() -> None:
    figures = tables.units(a_review())
    *units, total = figures.rows
    for column in (2, 3, 7, 8, 9, 10, 13):
        assert sum(row[column] for row in units) == total[column]  # type: ignore[misc]
    first = units[0]
    assert first[11] == Decimal(100)
    assert figures.rows[-1][12] == Decimal("91.7")


def test_a_unit_without_rank_is_listed_and_the_note_says_why() -> None:
    units = a_review().units
    figures = tables.units(a_review(units=(units[0].model_copy(update={"rank": None}),)))
    assert figures.rows[0][0] is None
    assert figures.as_table().rows[0][0] == "—"
    assert "列出不排名" in figures.note


def test_table_2_shows_readers_scores_without_their_names_and_the_gap() -> None:
    row = tables.dossiers(a_review()).rows[0]
    assert row[5:9] == (Decimal("99.0"), Decimal("97.5"), Decimal("1.5"), Decimal("99.0")) or row[7] == Decimal("1.5")
    assert "评查员" not in "".join(map(str, row))


def test_table_3_counts_dossiers_occurrences_points_and_units() -> None:
    results = a_review()
    rows = {row[2]: row for row in tables.problems(results).rows}
    for problem in results.problems:
        row = rows[say.problem(results, problem)]
        assert (row[4], row[6], row[7], row[8]) == (
            len(problem.dossiers), problem.occurrences, problem.points, len(problem.units),
        )  # fmt: skip


def test_table_4_leaves_out_what_did_not_apply() -> None:
    one = a_dossier(0)
    items = tuple(i.model_copy(update={"state": "not_applicable"}) if i.item == "PT-4" else i for i in one.items)
    rows = {row[1]: row for row in tables.items(a_review(dossiers=(a_dossier(0, items=items), a_dossier(1)))).rows}
    assert rows["PT-4"][3] == 1
    assert rows["PT-3"][3] == 2
    assert rows["PT-3"][6] == Decimal("95.0")


def test_table_5_has_the_mean_of_the_known_systems() -> None:
    results = a_review(systems={"publicity": Decimal("80"), "recording": None, "legal_review": Decimal("90")})
    assert tables.systems(results).rows[-1][1:] == (Decimal("80"), None, Decimal("90"), Decimal("85.0"))


def test_the_workbook_holds_the_five_tables_with_numbers() -> None:
    figures = tables.every(a_review())
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(tables.workbook(figures)))
    assert book.sheet_names == [one.name for one in figures]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[1][:3] == ["排名", "单位", "抽评卷数"]
    assert rows[2][:5] == [1.0, "榆次区交通运输局", 3.0, 3.0, 95.7]
