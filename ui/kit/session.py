"""The one port between screens and the program: connection, actions, jobs, undo, page pictures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from casereview import disk, words
from casereview.changes import Changes
from casereview.errors import CaseReviewError
from casereview.progress import Progress
from casereview.record import Author
from casereview.workspace import Workspace, WorkspaceBusy
from ui.kit.jobs import Job, Jobs
from ui.kit.reads import Reads
from ui.kit.settings import Preferences
from ui.kit.theme import Theme, theme

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.dossier.render import Renderer
    from casereview.panel.model import Campaign
    from ui.kit.pictures import Pictures

EVERYTHING = Changes(**{field.name: frozenset({"*"}) for field in fields(Changes)})
DONE = "done"


class Session(QObject):
    """An open workspace with a person before it. Passed to every page; close it when the window goes.

    changed   Changes of every action and job
    failed    an error that an action or a job met; the window explains it
    saved     a moment: something is on disk now
    """

    changed = Signal(object)
    failed = Signal(Exception)
    saved = Signal(object)

    def __init__(self, workspace: Workspace, author: Author, preferences: Preferences | None = None) -> None:
        super().__init__()
        self.workspace = workspace
        self.author = author
        self.preferences = preferences or Preferences()
        self._db: Database | None = None
        self.jobs = Jobs(self)
        self.reads = Reads(workspace.connect, self)
        self.reads.failed.connect(self.failed)
        self.undo = QUndoStack(self)
        self._renderer: Renderer | None = None
        self._pictures: Pictures | None = None
        self._campaign: Campaign | None = None
        self._campaign_known = False
        self.chosen = ""  # id of the review a person chose
        self.changed.connect(self._forget)

    # what every page asks for -------------------------------------------------------------------------------------

    @property
    def db(self) -> Database:
        """The connection of the window's thread, opened when it is first used."""
        if self._db is None:
            self._db = self.workspace.connect()
        return self._db

    @property
    def language(self) -> str:
        return self.preferences.values.language

    @property
    def theme(self) -> Theme:
        return theme(self.preferences.values.dark)

    @property
    def today(self) -> date:
        return self.author.clock().date()

    def say(self, code: str, **parameters: object) -> str:
        """A sentence of `words` in the window's language."""
        return words.render(code, self.language, **parameters)

    @property
    def campaign(self) -> Campaign | None:
        """The review one works in: the chosen one, else the newest open one, None where there is none."""
        if not self._campaign_known:
            self._campaign = newest_review(self.chosen, self.db)
            self._campaign_known = True
        return self._campaign

    @property
    def campaign_known(self) -> bool:
        """Whether `campaign` costs nothing now."""
        return self._campaign_known

    def learn(self, campaign: Campaign | None) -> None:
        """What a look beside the window found; a choice made meanwhile counts more."""
        if not self._campaign_known:
            self._campaign, self._campaign_known = campaign, True

    def choose_campaign(self, campaign: Campaign | None) -> None:
        self._campaign, self._campaign_known = campaign, campaign is not None
        self.chosen = campaign.id if campaign else ""
        self.undo.clear()
        self.changed.emit(EVERYTHING)

    def _forget(self, changes: Changes) -> None:
        if changes.campaigns or changes.rubrics:
            self._campaign_known = False

    def become(self, name: str) -> None:
        """Another person sits down: undo is theirs alone, so it starts afresh."""
        self.author = Author(name, self.author.clock)
        self.preferences.keep(reader=name)
        self.undo.clear()
        self.changed.emit(EVERYTHING)

    # acting --------------------------------------------------------------------------------------------------------

    def act(self, action: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        """Do something short now, as this person, then tell the screens.

        Gives what the action gave beside its Changes (DONE where that is nothing), None if it failed and was told.
        """
        try:
            self._must_be_ours()
            changes, value = split(action(self.db, self.author, *args, **named))
        except (CaseReviewError, OSError, sqlite3.OperationalError) as error:
            if not isinstance(error, CaseReviewError) and disk.told(error) is None:
                raise
            self.failed.emit(error)
            return None
        self._announce(changes)
        return DONE if value is None else value

    def job(self, title: str, action: Callable[..., Any], /, *args: Any, **named: Any) -> Job:
        """Prepare something long. Connect what you need, then `session.jobs.start(job)`."""

        def work(progress: Progress) -> object:
            self._must_be_ours()
            with closing(self.workspace.connect()) as db:
                return split(action(db, self.author, *args, progress=progress, **named))

        job = Job(title, work)
        job.succeeded.connect(lambda result: self._announce(result[0]))
        job.failed.connect(self.failed)
        return job

    def task(self, title: str, work: Callable[[Progress], Any]) -> Job:
        """Something long that writes nothing here: reading, looking into, exporting."""
        job = Job(title, work)
        job.failed.connect(self.failed)
        return job

    def _must_be_ours(self) -> None:
        """Raises WorkspaceBusy where another program writes here."""
        if self.workspace.read_only:
            raise WorkspaceBusy(folder=str(self.workspace.folder), who=self.workspace.holder or "-")

    def _announce(self, changes: Changes) -> None:
        self.saved.emit(self.author.clock())
        self.changed.emit(changes)

    # pages ---------------------------------------------------------------------------------------------------------

    @property
    def renderer(self) -> Renderer:
        """The one warm guarded render process."""
        if self._renderer is None:
            from casereview.dossier.render import Renderer

            self._renderer = Renderer()
        return self._renderer

    @property
    def pictures(self) -> Pictures:
        """Page pictures off the window's thread, with a bounded cache."""
        if self._pictures is None:
            from ui.kit.looks import Looks
            from ui.kit.pictures import Pictures

            folder = self.preferences.folder
            looks = Looks(folder / "pages.json" if folder else None, self._reader)
            self._pictures = Pictures(self._draw, self, looks, lambda progress: self.renderer.warm(progress))
        return self._pictures

    def _reader(self) -> str:
        return self.author.name

    def _draw(self, path: Path, kind: str, page: int, scale: float, **named: Any) -> Any:
        return self.renderer.picture(path, kind, page, scale, **named)

    def close(self) -> None:
        self.jobs.stop_all()
        self.reads.close()
        if self._pictures is not None:
            self._pictures.close()
        if self._renderer is not None:
            self._renderer.close()
        if self._db is not None:
            self._db.close()


def newest_review(chosen: str, db: Database) -> Campaign | None:
    """The review of that id; for "" the newest open one."""
    from casereview.panel import actions

    try:
        return actions.campaign(db, chosen)
    except CaseReviewError:
        return None


def split(result: Any) -> tuple[Changes, Any]:
    """Changes alone, or Changes and a value: as both."""
    if isinstance(result, Changes):
        return result, None
    changes, value = result
    return changes, value
