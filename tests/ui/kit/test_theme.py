from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor, QFontDatabase
from pytestqt.qtbot import QtBot

from casereview.words import RESOURCES
from ui.kit import theme as theme_module
from ui.kit.theme import DARK, LIGHT, Theme, sheet


def luminance(color: str) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    c = QColor(color)
    return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF())


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(a), luminance(b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_text_colour_can_be_read_on_every_ground_it_stands_on(theme: Theme) -> None:
    grounds: dict[str, tuple[str, ...]] = {
        "ink": ("surface", "window", "raised", "accent_soft", "red_soft", "amber_soft")
    }
    grounds |= {"soft": ("surface", "window"), "faint": ("surface",), "accent": ("surface", "accent_soft")}
    grounds |= {"amber": ("surface",), "red": ("surface",), "on_accent": ("accent", "accent_strong")}
    for ink, behind in grounds.items():
        for ground in behind:
            assert contrast(getattr(theme, ink), getattr(theme, ground)) >= 4.5, (ink, ground)


@pytest.mark.parametrize("scale", [90, 100, 200])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_style_sheet_is_filled_and_its_pictures_are_there(theme: Theme, scale: int) -> None:
    text = sheet(theme, scale)
    assert "$" not in text
    for name in re.findall(r'url\("([^"]+)"\)', text):
        assert (RESOURCES / "icons" / "tinted" / name.split("/")[-1]).exists()


def test_without_a_system_font_the_bundled_one_is_used(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "SYSTEM_FONTS", ())
    name = theme_module.family()
    assert name.startswith("CaseReview")
    assert QFontDatabase.WritingSystem.SimplifiedChinese in QFontDatabase.writingSystems(name)
