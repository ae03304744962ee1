"""Every text of the window has English, and can be looked up: no text is glued together before it is translated."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui
from ui.kit.translate import FOLDER as CATALOGUES
from ui.kit.translate import Languages, catalogue, tr

FOLDER = Path(ui.__file__).parent


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in ("tr", "source"):
                yield f"{file.relative_to(FOLDER)}:{node.lineno}", node


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def constants() -> dict[str, str]:
    found: dict[str, str] = {}
    for where, call in calls():
        first = call.args[0] if call.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            found[first.value] = where
    return found


def test_every_chinese_text_of_the_window_has_english() -> None:
    missing = {text: where for text, where in constants().items() if text not in catalogue()}
    assert not missing


def test_english_keeps_the_places_and_is_english() -> None:
    for text in constants():
        english = catalogue().get(text, "")
        assert text.count("{}") == english.count("{}"), text
        assert not any("\u4e00" <= char <= "\u9fff" for char in english), text


def test_nothing_in_the_catalogue_is_left_over() -> None:
    assert not set(catalogue()) - set(constants())


def test_a_text_has_one_english_whatever_the_screen() -> None:
    """Catalogues are one: where two files say a text apart, the one read last would win unseen."""
    where: dict[str, str] = {}
    for file in sorted(CATALOGUES.glob("*.en.toml")):
        for text in tomllib.loads(file.read_text("utf-8")):
            assert text not in where, f"{text}: {where[text]} and {file.name}"
            where[text] = file.name


def test_no_text_is_built_before_it_is_translated() -> None:
    built = [where for where, call in calls() if call.args and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp))]
    assert not built


def test_the_language_can_be_switched_at_any_time(qtbot: QtBot) -> None:
    languages = Languages(QApplication.instance() or QApplication([]))
    languages.use("en")
    assert tr("案卷") == catalogue()["案卷"]
    languages.use("zh")
    assert tr("案卷") == "案卷"
