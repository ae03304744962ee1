from __future__ import annotations

from pytestqt.qtbot import QtBot
from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.errors import WrongUse
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.workspace import Workspace, WorkspaceBusy
from ui.kit.session import DONE, Session


def note(db: Database, by: Author, text: str, *, progress: Progress = silent) -> tuple[Changes, str]:
    event = record.append(db, by, "test.note", "here", {"text": text})
    progress(1, 1)
    return Changes(units=frozenset({"here"})), event.id


def touch(db: Database, by: Author) -> Changes:
    return Changes(units=frozenset({"*"}))


def refuse(db: Database, by: Author) -> Changes:
    raise WrongUse(detail="不行")


def test_an_action_is_on_disk_and_told_before_act_returns(qtbot: QtBot, session: Session) -> None:
    told: list[Changes] = []
    session.changed.connect(told.append)
    ident = session.act(note, "甲")
    assert told == [Changes(units=frozenset({"here"}))]
    other = session.workspace.connect()
    assert record.get(other, ident) is not None
    other.close()
    assert session.act(touch) == DONE


def test_what_a_user_can_put_right_is_told_and_not_raised(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.failed) as failed:
        assert session.act(refuse) is None
    assert failed.args is not None and isinstance(failed.args[0], WrongUse)


def test_a_job_writes_on_its_own_connection_and_tells_the_screens(qtbot: QtBot, session: Session) -> None:
    job = session.job("记一笔", note, "乙")
    with qtbot.waitSignals([session.changed, session.saved]):
        session.jobs.start(job)
    assert [event.payload["text"] for event in record.current(session.db, "test.note")] == ["乙"]


def test_another_person_starts_with_an_empty_undo(qtbot: QtBot, session: Session) -> None:
    with qtbot.waitSignal(session.changed):
        session.become("评查员乙")
    assert session.author.name == "评查员乙"
    assert not session.undo.canUndo()


def test_a_read_only_workspace_refuses_every_action_and_says_why(
    qtbot: QtBot, session: Session, author: Author
) -> None:
    with Workspace.open(session.workspace.folder) as second:
        assert second.read_only
        reader = Session(second, author)
        with qtbot.waitSignal(reader.failed) as failed:
            assert reader.act(note, "甲") is None
        assert failed.args is not None and isinstance(failed.args[0], WorkspaceBusy)
        reader.close()
