"""Colours, sizes and fonts in one place: one accent, one warning, one failure, one ramp of greys, a 4-pixel grid."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from casereview.words import RESOURCES

STEP = 4
POINTS = 10.5
# The interface fonts of the systems people have; taken only if the very name is installed.
SYSTEM_FONTS = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "PingFang SC",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
)


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as #rrggbb. window < surface < raised; ink > soft > faint; *_soft are backgrounds for their colour."""

    dark: bool
    window: str
    surface: str
    raised: str
    line: str
    line_strong: str
    ink: str
    soft: str
    faint: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    desk: str  # behind pages

    def color(self, name: str, alpha: int = 255) -> QColor:
        color = QColor(getattr(self, name))
        color.setAlpha(alpha)
        return color


LIGHT = Theme(
    dark=False,
    window="#f4f6f8",
    surface="#ffffff",
    raised="#fafbfc",
    line="#e1e5ea",
    line_strong="#c4cbd3",
    ink="#1b232c",
    soft="#4d5864",
    faint="#6c7783",
    accent="#1f5fa8",
    accent_strong="#174a85",
    accent_soft="#e7eff8",
    on_accent="#ffffff",
    amber="#8f5a00",
    amber_soft="#fdf1da",
    red="#b3261e",
    red_soft="#fbe9e7",
    desk="#e4e8ec",
)
DARK = Theme(
    dark=True,
    window="#14181d",
    surface="#1b2026",
    raised="#222931",
    line="#2e363f",
    line_strong="#46515d",
    ink="#e5e9ed",
    soft="#b0b9c3",
    faint="#8c97a3",
    accent="#6aa6e6",
    accent_strong="#8dbdf0",
    accent_soft="#1e3147",
    on_accent="#0e1a28",
    amber="#e3ac4a",
    amber_soft="#392c14",
    red="#f2857c",
    red_soft="#40211f",
    desk="#0f1317",
)


def theme(dark: bool) -> Theme:
    return DARK if dark else LIGHT


def family() -> str:
    """The interface font: a system Chinese font by its exact name, else the bundled one."""
    installed = set(QFontDatabase.families())
    for name in SYSTEM_FONTS:
        if name in installed:
            return name
    return _bundled() or QFont().family()


def _bundled() -> str:
    for file in sorted((RESOURCES / "fonts").glob("*Hei*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if families:
            return families[0]
    return ""


def apply(app: QApplication, chosen: Theme, scale: int, font_family: str) -> None:
    """Put palette, font and style sheet in force; scale is in percent."""
    font = QFont(font_family)
    font.setPointSizeF(POINTS * scale / 100)
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(_palette(chosen))
    app.setStyleSheet(sheet(chosen, scale))


def _palette(chosen: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: "window",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "raised",
        role.Text: "ink",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.Highlight: "accent",
        role.HighlightedText: "on_accent",
        role.ToolTipBase: "surface",
        role.ToolTipText: "ink",
        role.PlaceholderText: "faint",
        role.Link: "accent",
        role.Mid: "line_strong",
        role.Midlight: "line",
        role.Light: "raised",
        role.Dark: "line_strong",
        role.BrightText: "red",
    }
    for which, name in pairs.items():
        palette.setColor(which, chosen.color(name))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, chosen.color("faint", 150))
    return palette


def sheet(chosen: Theme, scale: int) -> str:
    """The style sheet with colours and sizes filled in."""
    names = {name: getattr(chosen, name) for name in Theme.__slots__}
    sizes = {f"s{n}": f"{max(1, round(n * scale / 100))}px" for n in (1, 2, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32)}
    points = {f"p{n}": f"{n * POINTS / 100 * scale / 100:.1f}pt" for n in (85, 92, 100, 110, 125, 150, 200)}
    icons = {"icons": (RESOURCES / "icons" / "tinted").as_posix(), "tone": "dark" if chosen.dark else "light"}
    return Template(_SHEET.read_text("utf-8")).substitute(names | sizes | points | icons)


_SHEET = Path(__file__).with_name("window.qss")
