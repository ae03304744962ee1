from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from casereview.checks.rules import ALL
from tests.ui.builders import press
from ui.kit import help as helps
from ui.kit.help import FOLDER, Help


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Help]:
    parent = QWidget()
    qtbot.addWidget(parent)
    made = Help("zh", parent)
    made.show()
    yield made


def everything(shown: Help) -> str:
    texts = []
    for number in range(shown.list.count()):
        shown.list.setCurrentRow(number)
        texts.append(shown.text.toPlainText())
    return "\n".join(texts)


def test_every_rule_stands_in_the_help_with_its_outcomes_whole(shown: Help) -> None:
    text = everything(shown)
    missing = [ident for ident in ALL if ident not in text]
    assert missing == []
    assert "**" not in text and "<br>" not in text and "|---" not in text


def test_words_are_found_in_all_chapters_and_the_view_stands_on_them(shown: Help) -> None:
    every = shown.list.count()
    shown.field.setText("R-S01")
    assert 0 < shown.list.count() < every
    assert shown.text.textCursor().selectedText() == "R-S01"
    first = shown.text.textCursor().position()
    shown.field.setText("送达")
    press(shown.field, Qt.Key.Key_Return)
    assert shown.text.textCursor().selectedText() == "送达"
    assert shown.text.textCursor().position() != first
    shown.field.setText("没有这样的字样")
    assert shown.list.count() == 0
    assert shown.text.toPlainText() == "没有找到。"


def test_both_languages_have_the_same_pages_and_chapters() -> None:
    names = {language: {f.name.split(".")[0] for f in FOLDER.glob(f"*.{language}.md")} for language in ("zh", "en")}
    assert names["zh"] == names["en"]
    assert len(helps.chapters("zh")) == len(helps.chapters("en"))


def test_a_link_to_a_page_goes_there(shown: Help) -> None:
    shown._follow(QUrl("rules.zh.md"))
    assert shown.list.currentItem().text() == "案卷规则一览"
