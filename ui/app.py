"""Starts the window. Nothing heavy is imported here: a bare window and a workspace of 20,000 dossiers open alike."""

from __future__ import annotations

import faulthandler
import gc
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from ui.kit import theme
from ui.kit.icons import icon
from ui.kit.problems import Net
from ui.kit.settings import Preferences, default_file
from ui.kit.translate import Languages
from ui.main_window import MainWindow


class Look:
    """Keeps language, light and size of an application in step with the preferences."""

    def __init__(self, app: QApplication, preferences: Preferences) -> None:
        self._app, self._preferences = app, preferences
        self._languages = Languages(app)
        self._family = theme.family()
        preferences.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        values = self._preferences.values
        self._languages.use(values.language)
        theme.apply(self._app, theme.theme(values.dark), values.scale, self._family)


def application() -> QApplication:
    """The one of this process, made if need be."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    app = QApplication(sys.argv[:1])
    app.setApplicationName("CaseReview")
    app.setDesktopFileName("casereview")
    return app


def main(workspace: Path | None = None) -> int:
    """Open the window, on a workspace if one is given; gives the exit code when it is closed."""
    if sys.stderr is not None:
        faulthandler.enable()
    app = application()
    preferences = Preferences(default_file())
    look = Look(app, preferences)
    window = MainWindow(preferences)
    app.setWindowIcon(icon("scale", theme.LIGHT.accent))
    net = Net(app)
    net.caught.connect(window.caught)
    net.spread()
    _show(window)
    if workspace is not None:
        window.open_workspace(workspace)
    # What stands now stays: the collector need not walk through all of it in the middle of a scroll.
    QTimer.singleShot(5000, gc.freeze)
    code = app.exec()
    del look
    return code


def _show(window: MainWindow) -> None:
    """As large as it was left; the first time the whole of a small screen, a good part of a large one."""
    kept = QSettings("CaseReview", "window")
    geometry = kept.value("geometry")
    window.closing.connect(lambda: kept.setValue("geometry", window.saveGeometry()))
    screen = window.screen().availableGeometry()
    if isinstance(geometry, QByteArray) and window.restoreGeometry(geometry):
        window.show()
    elif screen.width() < 1600:
        window.resize(screen.size())
        window.showMaximized()
    else:
        window.resize(min(1560, screen.width()), min(960, screen.height()))
        window.show()
