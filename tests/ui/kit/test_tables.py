from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from tests.ui.builders import press
from ui.kit.session import Session
from ui.kit.table_view import Table
from ui.kit.tables import WINDOW, Column, ListSource, TableModel

COLUMNS = (
    Column[tuple[str, int]]("案号", lambda r: r[0], "case_no"),
    Column[tuple[str, int]]("页数", lambda r: r[1], "pages", number=True, width=6),
)


class Many:
    """A quarter of a million rows that count how often they are asked for."""

    asked = 0

    def count(self) -> int:
        return 250_000

    def rows(self, order: str, descending: bool, limit: int, offset: int) -> Sequence[tuple[str, int]]:
        self.asked += 1
        return [(f"案{n}", n) for n in range(offset, min(offset + limit, 250_000))]


def test_the_model_keeps_the_rules_of_qt(qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(  # type: ignore[no-untyped-call]
        TableModel(COLUMNS, ListSource(COLUMNS, [("案2", 3), ("案10", 1)]))
    )


def test_a_huge_table_reads_only_what_is_looked_at(qtbot: QtBot) -> None:
    source = Many()
    model = TableModel(COLUMNS, source)
    assert model.index(249_999, 0).data() == "案249999"
    assert [model.index(row, 0).data() for row in range(WINDOW)][-1] == f"案{WINDOW - 1}"
    assert source.asked == 2


def test_a_list_is_sorted_as_people_count(qtbot: QtBot) -> None:
    model = TableModel(COLUMNS, ListSource(COLUMNS, [("案10", 1), ("案2", 30), ("案1", 4)]))
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert [model.index(n, 0).data() for n in range(3)] == ["案1", "案2", "案10"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert [model.index(n, 1).data() for n in range(3)] == ["30", "4", "1"]


def test_selected_rows_are_counted_and_copied_as_text(qtbot: QtBot, session: Session) -> None:
    table = Table(session, "试", COLUMNS, ListSource(COLUMNS, [("案1", 4), ("案2", 5)]))
    qtbot.addWidget(table)
    assert table.counts.text() == "共 2 行"
    table.view.selectRow(1)
    assert table.counts.text() == "共 2 行 · 已选 1 行"
    table.copy()
    assert QGuiApplication.clipboard().text() == "案号\t页数\n案2\t5"


def test_a_hidden_column_stays_hidden_and_is_not_exported(qtbot: QtBot, session: Session) -> None:
    table = Table(session, "试", COLUMNS, ListSource(COLUMNS, [("案1", 4)]))
    qtbot.addWidget(table)
    table._show_column(1, False)
    assert table.cells() == [["案号"], ["案1"]]
    again = Table(session, "试", COLUMNS, ListSource(COLUMNS, [("案1", 4)]))
    qtbot.addWidget(again)
    assert again.view.isColumnHidden(1)
    table.export(session.workspace.exports / "试.xlsx")
    assert (session.workspace.exports / "试.xlsx").read_bytes()[:2] == b"PK"


def test_enter_opens_the_row(qtbot: QtBot, session: Session) -> None:
    table = Table(session, "试", COLUMNS, ListSource(COLUMNS, [("案1", 4), ("案2", 5)]))
    qtbot.addWidget(table)
    table.show()
    table.view.selectRow(1)
    with qtbot.waitSignal(table.opened) as opened:
        press(table.view, Qt.Key.Key_Return)
    assert opened.args == [("案2", 5)]
