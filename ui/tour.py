"""A picture of every screen of a workspace, for whoever has no display and for the handbook."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from PySide6.QtWidgets import QApplication

from casereview.dossier import actions
from casereview.marking import actions as marking
from casereview.marking.model import MarkKind
from casereview.panel import actions as panel
from casereview.workspace import Workspace
from ui.app import Look, application
from ui.kit.session import Session
from ui.kit.settings import Preferences, Settings
from ui.main_window import MainWindow
from ui.pages import SCREENS

SIZE = (1366, 768)
PATIENCE = 8.0  # seconds for a page to be drawn


def save_screens(workspace: Path, out: Path) -> list[Path]:
    """Open the window on a workspace and save each screen as PNG; gives the files. Nothing is written to the workspace."""
    out.mkdir(parents=True, exist_ok=True)
    app = application()
    preferences = Preferences(values=Settings(reader=_a_reader(workspace), language="zh"))
    look = Look(app, preferences)
    window = MainWindow(preferences)
    window.resize(*SIZE)
    window.show()
    saved: list[Path] = []
    if window.open_workspace(workspace):
        for number, (name, show) in enumerate(_scenes(window), 1):
            show()
            _settle(app, window)
            file = out / f"{number:02}-{name}.png"
            window.grab().save(str(file))
            saved.append(file)
    window.close()
    del look
    return saved


def _a_reader(folder: Path) -> str:
    """Somebody who has marked in the newest review: their desk shows more than an empty one."""
    with Workspace.open(folder, read_only=True) as workspace, closing(workspace.connect()) as db:
        campaign = next(iter(panel.campaigns(db)), None)
        given = panel.assignment(db, campaign.id) if campaign else None
        return min((name for readers in given.readers.values() for name in readers), default="") if given else ""


def _scenes(window: MainWindow) -> list[tuple[str, Callable[[], object]]]:
    """The screens in order, with a dossier opened from the inside and on the marking desk."""
    assert window.session is not None
    found = actions.dossiers(window.session.db, order="pages", limit=1)
    lossy = _a_deduction(window.session)
    scenes: list[tuple[str, Callable[[], object]]] = []
    for each in SCREENS:
        scenes.append((each.name, _going(window, each.name, lossy if each.name == "marking" else None)))
        if each.name == "dossiers" and found:
            scenes.append(("dossier", _going(window, "dossiers", str(found[0].id))))
    return scenes


def _a_deduction(session: Session) -> object:
    """Where this reader took points off and showed the page: (dossier, page, item), or None."""
    if session.campaign is None:
        return None
    for dossier in actions.dossiers(session.db, order="pages", limit=50):
        for mark in marking.marks(session.db, session.campaign.id, dossier.id, session.author.name):
            if mark.said.kind is MarkKind.DEDUCT and mark.said.evidence and mark.said.evidence[0].dossier_page:
                return (str(dossier.id), mark.said.evidence[0].dossier_page, mark.said.item)
    return None


def _going(window: MainWindow, name: str, argument: object = None) -> Callable[[], object]:
    return lambda: window.go(name, argument)


def _settle(app: QApplication, window: MainWindow) -> None:
    """Until pictures of pages have come, or patience ends."""
    session = window.session
    end = time.monotonic() + PATIENCE
    app.processEvents()
    if session is not None:
        session.reads.finish()
    # A preview is a job first and pages then.
    while session is not None and (session.jobs.current or session.pictures.busy) and time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)
    for _ in range(20):
        app.processEvents()
        time.sleep(0.01)
