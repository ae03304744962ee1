from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from casereview.rubric import files
from tests.ui.campaigns import a_campaign, general
from ui.kit.session import Session
from ui.rubrics.page import RubricsPage


@pytest.fixture
def page(qtbot: QtBot, session: Session) -> Iterator[RubricsPage]:
    made = RubricsPage(session)
    qtbot.addWidget(made)
    made.resize(1280, 700)
    made.show()
    made.wake()
    yield made


def test_shipped_rubrics_are_listed_and_a_frozen_one_says_where(page: RubricsPage, session: Session) -> None:
    assert page.list.count() == len(files.shipped())
    assert "可用于新批次" in page.list.item(0).text()
    a_campaign(session)
    texts = [page.list.item(n).text() for n in range(page.list.count())]
    assert [t for t in texts if "冻结于 2024 年度案卷评查" in t] == [
        f"{general().title}\n{general().version} · 冻结于 2024 年度案卷评查"
    ]


def test_the_tree_holds_every_item_and_says_what_it_asks(page: RubricsPage) -> None:
    page.arrive(general().digest)
    assert page.rubric == general()
    item = general().items[3]
    page.tree.select(item.id)
    QApplication.processEvents()
    texts = [label.text() for label in page.tree.findChildren(QLabel) if label.isVisibleTo(page)]
    assert item.requirement in texts and item.basis in texts


def test_two_versions_are_compared(
    page: RubricsPage, session: Session, tmp_path: Path, qtmodeltester: ModelTester
) -> None:
    newer = general().model_copy(update={"version": "2099.1"})
    file = tmp_path / "新版.toml"
    file.write_text(files.dump(newer), "utf-8")
    page.publish(file)
    page.arrive(newer.digest)
    assert page.rubric == newer
    model = page.difference.model
    assert [model.index(0, n).data() for n in range(5)] == ["～ 改动", "标准", "版本", general().version, "2099.1"]
    assert model.rowCount() == 1
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    qtmodeltester.check(page.lint.model)  # type: ignore[no-untyped-call]


def test_a_broken_file_is_refused_with_its_reason(page: RubricsPage, session: Session, tmp_path: Path) -> None:
    file = tmp_path / "坏.toml"
    file.write_text("code = 1", "utf-8")
    failed: list[Exception] = []
    session.failed.connect(failed.append)
    page.publish(file)
    assert len(failed) == 1
    assert page.list.count() == len(files.shipped())


def test_a_rubric_goes_out_as_a_file_that_is_the_same(
    page: RubricsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.arrive(general().digest)
    file = tmp_path / "出.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a: (str(file), ""))
    page.ask_export()
    assert files.load(file).digest == general().digest
