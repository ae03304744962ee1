from __future__ import annotations

import ast
from pathlib import Path

from pytestqt.qtbot import QtBot

import ui
from ui.kit.icons import FOLDER, pixmap
from ui.pages import SCREENS

DRAWERS = {"tool", "glyph", "pixmap", "draw"}


def named() -> set[str]:
    """Every icon that the code names by a constant."""
    found = {each.icon for each in SCREENS}
    for file in Path(ui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", "")
                if name in DRAWERS and isinstance(node.args[0].value, str):
                    found.add(node.args[0].value)
    return found


def test_every_icon_that_is_named_is_there_and_can_be_drawn(qtbot: QtBot) -> None:
    assert len(named()) > 20
    for name in named():
        assert (FOLDER / f"{name}.svg").exists(), name
        assert pixmap(name, "#1f5fa8", 24).toImage().hasAlphaChannel()


def test_an_icon_takes_the_colour_it_is_given(qtbot: QtBot) -> None:
    image = pixmap("check", "#b3261e", 64).toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(64) for y in range(64) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {"#b3261e"}
