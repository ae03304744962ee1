from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.record import Author, Event
from casereview.workspace import Workspace


def a_few(db: Database, by: Author, count: int = 3) -> list[Event]:
    return [record.append(db, by, "mark.set", "d1", {"item": f"A{i}", "lost": "0.5"}) for i in range(count)]


def test_what_nothing_replaces_is_current(db: Database, author: Author) -> None:
    first, second, third = a_few(db, author)
    new = record.append(db, author, "mark.set", "d1", {"item": "A0", "lost": "1"}, replaces=[first.id])

    assert {event.id for event in record.current(db, "mark.*", "d1")} == {second.id, third.id, new.id}
    assert len(record.history(db, "mark.set", "d1")) == 4
    assert record.replaced_by(db, first.id) == [new.id]


def test_an_event_survives_its_json(db: Database, author: Author) -> None:
    event = a_few(db, author, 1)[0]
    assert Event.from_json(event.as_json()) == event


def test_merging_in_any_order_and_twice_gives_one_digest(tmp_path: Path, author: Author) -> None:
    with Workspace.create(tmp_path / "a") as a, closing(a.connect()) as db:
        events = a_few(db, author, 8)
        digest = record.state_digest(db)
    for number in range(3):
        shuffled = random.Random(number).sample(events, len(events))
        with Workspace.create(tmp_path / f"b{number}") as b, closing(b.connect()) as db:
            for event in (*shuffled, *events):
                record.merge(db, [event])
            assert record.state_digest(db) == digest
            assert record.verify(db) == []


def test_an_edit_a_gap_and_a_fork_are_named(db: Database, author: Author) -> None:
    events = a_few(db, author, 4)
    db.conn.execute("UPDATE event SET payload = '{}' WHERE id = ?", [events[1].id])
    db.conn.execute("DELETE FROM event WHERE id = ?", [events[2].id])
    db.conn.execute(
        "INSERT INTO event SELECT 'x', chain, seq, prev, actor, at, kind, 'other', payload, replaces FROM event WHERE id = ?",
        [events[3].id],
    )
    db.conn.commit()
    assert {code for code, _ in record.verify(db)} >= {"edited", "gap", "fork"}


def test_a_copied_workspace_starts_a_chain_of_its_own(tmp_path: Path, author: Author) -> None:
    with Workspace.create(tmp_path / "a") as a:
        with closing(a.connect()) as db:
            a_few(db, author)
        a.backup(tmp_path / "copy.backup")
    Workspace.restore(tmp_path / "copy.backup", tmp_path / "b")
    for name in "ab":
        with Workspace.open(tmp_path / name) as workspace, closing(workspace.connect()) as db:
            a_few(db, author, 1)
            assert record.verify(db) == []
            if name == "b":
                assert len({event.chain for event in record.history(db)}) == 2


def test_a_failed_write_leaves_nothing(db: Database, author: Author) -> None:
    try:
        with record.writing(db):
            a_few(db, author)
            raise RuntimeError("stop")
    except RuntimeError:
        pass
    assert record.history(db) == []
