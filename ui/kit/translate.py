"""Widget texts are Chinese in the code; English comes from `resources/translations/ui/<folder>.en.toml`.

`tr` is for texts made outside of widgets; inside a QObject use `self.tr`. `source` marks a text that is translated
later, where it is shown. A test collects the constants of all three and fails on a gap.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QObject, QTranslator

from casereview.words import RESOURCES

LANGUAGES = ("zh", "en")
FOLDER = RESOURCES / "translations" / "ui"


@cache
def catalogue() -> dict[str, str]:
    """Chinese text -> English text, of all folders together."""
    found: dict[str, str] = {}
    for file in sorted(FOLDER.glob("*.en.toml")):
        found.update(tomllib.loads(file.read_text("utf-8")))
    return found


def tr(text: str) -> str:
    """The text in the window's language."""
    return QCoreApplication.translate("ui", text)


def source(text: str) -> str:
    """Marks a constant for translation where it stands in a table; `tr` it where it is shown."""
    return text


class English(QTranslator):
    """Looks Chinese sources up in the catalogue; what it does not know it gives back as it is."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1) -> str:
        return catalogue().get(source_text, source_text)


class Languages(QObject):
    """Which translator is installed in the application; `use` switches at once (the window then builds itself anew)."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._english = English(self)
        self._qt_chinese = QTranslator(self)
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        self._has_chinese = self._qt_chinese.load(str(folder / "qtbase_zh_CN.qm"))

    def use(self, language: str) -> None:
        QCoreApplication.removeTranslator(self._english)
        QCoreApplication.removeTranslator(self._qt_chinese)
        if language == "en":
            QCoreApplication.installTranslator(self._english)
        elif self._has_chinese:
            QCoreApplication.installTranslator(self._qt_chinese)
