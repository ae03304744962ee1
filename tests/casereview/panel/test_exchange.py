from __future__ import annotations

import random
import struct
import zipfile
import zlib
from base64 import b64encode
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.dossier import store
from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.packed import PageRow
from casereview.marking import actions as marking
from casereview.marking.model import Context
from casereview.panel import actions, layers, package
from casereview.panel.keys import identities
from casereview.record import Event
from casereview.workspace import Workspace
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, a_campaign, clocked, mark, opened, read
from tests.casereview.panel.rooms import Room, an_event


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_the_whole_way_out_and_back(room: Room) -> None:
    for reader, lost in ((A, [("A", "A-1", 2)]), (B, [("A", "A-1", 3)])):
        room.begin(reader)
        with opened(room.at(reader)) as db:
            held = dossiers.dossiers(db)
            assert {one.id for one in held} == set(room.drawn) and all(one.pages == 2 for one in held)
            assert actions.campaign(db).id == room.campaign.id
            for member in dossiers.reading(db, held[0].id).members:
                assert dossiers.file_to_show(db, dossiers.reading(db, held[0].id), 1)[0].read_bytes()[:4] == b"%PDF", (
                    member
                )
            for dossier in room.drawn:
                read(db, clocked(reader), room.campaign, dossier, lost)
    packages = [room.marks(A), room.marks(B)]
    with opened(room.leader) as db:
        changes, reports = actions.merge(db, clocked(LEADER), packages)
        assert changes.marks == set(room.drawn)
        assert [(r.who, r.new, r.known, r.refused, r.problems) for r in reports] == [
            (A, 8, 0, None, ()),
            (B, 8, 0, None, ()),
        ]
        assert {one.item for one in actions.disputes(db, room.campaign.id)} == {"A"}
        assert [problem for problem in record.verify(db) if problem[0] != "gap"] == []
        digest = record.state_digest(db)
        changes, reports = actions.merge(db, clocked(LEADER), packages)
        assert not changes and [(r.new, r.known) for r in reports] == [(0, 8), (0, 8)]
        assert record.state_digest(db) == digest


def test_the_order_of_merging_and_repeats_make_no_difference(room: Room, tmp_path: Path) -> None:
    for reader in (A, B):
        room.begin(reader)
        with opened(room.at(reader)) as db:
            for dossier in room.drawn:
                read(db, clocked(reader), room.campaign, dossier, [("B", "B-2", 2)])
    # A goes on marking on a copy of the folder: two copies of one reader, both come back.
    with Workspace.open(room.at(A)) as workspace:
        workspace.backup(tmp_path / "a.backup")
    Workspace.restore(tmp_path / "a.backup", tmp_path / "copy", room.at(A) / "files")
    (tmp_path / "copy" / "keys.json").write_bytes((room.at(A) / "keys.json").read_bytes())
    for folder, count in ((room.at(A), 1), (tmp_path / "copy", 2)):
        with opened(folder) as db:
            author = clocked(A, count)
            marking.reopen(db, author, room.campaign.id, room.drawn[0], RUBRIC.digest, "再看")
            mark(db, author, room.campaign, room.drawn[0], "B", "B-2", count=2 + count)
            marking.seal(db, author, RUBRIC, room.campaign.id, room.drawn[0], Context())
    files = [room.marks(A), room.marks(A, "copy", tmp_path / "copy"), room.marks(B)]
    digests, conflicts = set(), []
    for number, order in enumerate(([0, 1, 2], [2, 1, 0], [1, 0, 2, 1, 0])):
        with Workspace.open(room.leader) as workspace:
            workspace.backup(tmp_path / f"{number}.backup")
        target = tmp_path / f"leader{number}"
        Workspace.restore(tmp_path / f"{number}.backup", target, room.leader / "files")
        (target / "keys.json").write_bytes((room.leader / "keys.json").read_bytes())
        with opened(target) as db:
            for place in order:
                actions.merge(db, clocked(LEADER), [files[place]])
            digests.add(record.state_digest(db))
            conflicts.append(
                [(d.item, d.why) for d in actions.disputes(db, room.campaign.id) if d.dossier == room.drawn[0]]
            )
            held = {event.id for event in record.history(db, "mark.*")}
            for file in files:
                with package.opened(file, identities=identities(db)) as found:
                    assert {event.id for event in found.events if event.kind == "mark.set"} <= held  # no mark is lost
    assert len(digests) == 1
    assert conflicts == [[("B", "conflict")]] * 3  # shown to a person, settled by no clock


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """The record of a reader: marks, changes, withdrawals and seals over many dossiers."""
    made = a_campaign()
    with opened(tmp_path_factory.mktemp("many") / "w") as db:
        by = clocked(A)
        for number in range(6):
            dossier = f"{number:064x}"
            read(db, by, made, dossier, [("A", "A-1", 1 + number), ("B", "B-2", 2)])
            marking.reopen(db, by, made.id, dossier, RUBRIC.digest, "再看")
            marking.withdraw(db, by, [mark(db, by, made, dossier, "C", "C-1")])
        return record.history(db)


@given(data=st.data())
@settings(
    deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_order_any_pieces_any_repeats_give_one_record(
    data: st.DataObject, many: list[Event], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lots = random.Random(data.draw(st.integers(0, 2**32)))
    pieces = [lots.sample(many, lots.randint(0, len(many))) for _ in range(data.draw(st.integers(0, 4)))]
    with opened(tmp_path_factory.mktemp("m") / "w") as db:
        for piece in [*pieces, lots.sample(many, len(many)), *pieces]:
            record.merge(db, piece)
        assert {event.id for event in record.history(db)} == {event.id for event in many}
        assert {e.id for e in record.current(db, "*")} == _standing(many)
        assert record.verify(db) == []


def _standing(events: list[Event]) -> set[str]:
    replaced = {old for event in events for old in event.replaces}
    return {event.id for event in events} - replaced


def test_a_task_package_holds_no_mark_of_anybody_else(room: Room) -> None:
    with opened(room.leader) as db:
        own = clocked(B, 5)
        mark(db, own, room.campaign, room.drawn[0], "A", "A-1", count=7, note="乙的机密意见")
        dossiers.set_complete(db, clocked(LEADER, 6), room.drawn[0], True)
        mark(db, clocked(A, 7), room.campaign, room.drawn[0], "C", "C-1", note="甲自己的意见")
    file = room.task(A)
    with opened(room.at(A)) as db, package.opened(file, identities=identities(db)) as found:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as copy:
            for entry in found._archive.namelist():
                copy.writestr(entry, found._archive.read(entry))
        whole = packed.getvalue()
        assert "乙的机密意见".encode() not in whole and "甲自己的意见".encode() in whole
        assert {e.actor for e in found.events if e.kind.startswith(("mark.", "sheet."))} == {A}
        assert not [e for e in found.events if e.kind.startswith("panel.")]
        assert "dossier.complete" in {e.kind for e in found.events}
        actions.merge(db, clocked(A), [file], executor="thread")
        assert [m.reader for m in marking.marks(db, room.campaign.id, room.drawn[0])] == [A]


def test_recognised_text_travels_with_the_task(tmp_path: Path) -> None:
    picture = tmp_path / "in" / "扫描.png"
    picture.parent.mkdir()
    Image.new("L", (400, 300), 255).save(picture)
    room = Room(tmp_path)
    with opened(room.leader) as db:
        changes, _ = dossiers.take_in(db, clocked(LEADER), [picture], unit="祁县", executor="thread")
        (scan,) = changes.dossiers
        file = dossiers.reading(db, scan).members[0].sha256
        page = dossiers.reading(db, scan).pages[0]
        assert page.source is TextSource.NONE
        run = Run("行政处罚决定书", Box(10, 10, 90, 20), (), 0.93)
        read_page = replace(page, source=TextSource.OCR, runs=(run,))
        with record.writing(db):
            store.put_pages(db, [PageRow.of(file, read_page, "ocr-test")])  # as a late recognition leaves it
        actions.draw(db, clocked(LEADER), room.campaign.id, "7", 99, reason="补录扫描卷")
        actions.assign(db, clocked(LEADER), room.campaign.id)
    room.begin(A)
    with opened(room.at(A)) as db:
        (found,) = dossiers.reading(db, scan).pages
        assert (found.source, found.text) == (TextSource.OCR, "行政处罚决定书")
        assert found.runs[0].score == pytest.approx(0.93) and found.runs[0].box == Box(10, 10, 90, 20)
        assert [hit.dossier for hit in dossiers.search(db, "处罚决定").hits] == [scan]


@pytest.mark.parametrize(
    "change",
    [
        {0: "a" * 64}, {1: 0}, {1: "1"}, {2: -1}, {3: 1e9}, {4: "text"}, {5: "native"}, {6: None}, {7: "!!"},
        {7: b64encode(zlib.compress(bytes(9 << 20))).decode()}, {7: b64encode(zlib.compress(b"short")).decode()},
        {7: b64encode(zlib.compress(struct.pack("<IIII", 9, 0, 0, 0))).decode()},
    ],
)  # fmt: skip
def test_a_text_layer_that_no_reader_wrote_is_refused(change: dict[int, object]) -> None:
    file = "f" * 64
    page = Page(1, 595.0, 842.0, TextSource.OCR, (Run("字", Box(1, 1, 2, 2)),))
    made = PageRow.of(file, page, "ocr-1")
    row: list[object] = [file, 1, 595.0, 842.0, "ocr", "ocr-1", made.text, b64encode(made.runs).decode()]
    assert layers.unpack((record.canonical(row) + "\n").encode(), {file}) == [made]
    for place, value in change.items():
        row[place] = value
    with pytest.raises(ValueError):
        layers.unpack((record.canonical(row) + "\n").encode(), {file})


def test_a_mark_package_holds_events_and_nothing_else(room: Room) -> None:
    room.begin(A)
    with opened(room.at(A)) as db:
        read(db, clocked(A), room.campaign, room.drawn[0], [("A", "A-1", 1)])
        gone = mark(db, clocked(A), room.campaign, room.drawn[1], "A")
        marking.withdraw(db, clocked(A), [gone])
    file = room.marks(A)
    with opened(room.leader) as db, package.opened(file, identities=identities(db)) as found:
        assert found.files == ()
        assert [e.kind for e in found.events].count("mark.withdrawn") == 1
        assert {e.kind.partition(".")[0] for e in found.events} == {"mark", "sheet"}
    assert file.stat().st_size < 20_000


def test_a_look_into_a_package_writes_nothing_and_says_what_it_would_do(room: Room) -> None:
    room.begin(A)
    with opened(room.at(A)) as db:
        read(db, clocked(A), room.campaign, room.drawn[0], [("A", "A-1", 1)])
    first = room.marks(A, "first")
    with opened(room.leader) as db:
        digest = record.state_digest(db)
        report = actions.look_into(first, db)
        assert record.state_digest(db) == digest
        assert (report.kind, report.who, report.campaign) == ("marks", A, room.campaign.id)
        assert (report.dossiers, report.unknown, report.new, report.known) == ((room.drawn[0],), (), 4, 0)
        assert not report.key_confirmed and report.title == room.campaign.title
        actions.merge(db, clocked(LEADER), [first])
    with opened(room.at(A)) as db:
        later = clocked(A, 3)
        mark(db, later, room.campaign, room.drawn[0], "C", "C-1")  # after the seal
    with opened(room.leader) as db:
        report = actions.look_into(room.marks(A, "second"), db)
        assert (report.new, report.known, report.changed, report.late) == (1, 4, 1, 1)


def test_decided_items_that_a_package_touches_are_named_and_reopened(room: Room) -> None:
    for reader in (A, B):
        room.begin(reader)
        with opened(room.at(reader)) as db:
            read(db, clocked(reader), room.campaign, room.drawn[0])
    with opened(room.leader) as db:
        actions.merge(db, clocked(LEADER), [room.marks(A), room.marks(B)])
        actions.settle_agreed(db, clocked(LEADER), room.campaign.id)
        assert dossiers.get(db, room.drawn[0]).state == "decided"
    with opened(room.at(A)) as db:
        again = clocked(A, 4)
        marking.reopen(db, again, room.campaign.id, room.drawn[0], RUBRIC.digest, "漏看")
        mark(db, again, room.campaign, room.drawn[0], "C", "C-1")
        marking.seal(db, again, RUBRIC, room.campaign.id, room.drawn[0], Context())
    file = room.marks(A)
    with opened(room.leader) as db:
        assert actions.look_into(file, db).decided == (f"{room.drawn[0]}/C",)
        actions.merge(db, clocked(LEADER), [file])
        assert [(d.item, d.why) for d in actions.disputes(db, room.campaign.id)] == [("C", "reopened")]
        assert dossiers.get(db, room.drawn[0]).state == "sealed"


def test_a_merge_takes_twenty_thousand_events_a_second(many: list[Event], tmp_path: Path) -> None:
    """As a ratio, so that it holds on any machine: against the bare parsing of the same lines, which no merge can avoid."""
    import time

    lines = [
        an_event("mark.set", A, f"{n // 40:064x}", {**many[0].payload, "note": str(n)}).as_json() for n in range(8_000)
    ]
    started = time.process_time()
    events = [Event.from_json(line) for line in lines]
    parsed = time.process_time() - started
    with opened(tmp_path / "w") as db:
        started = time.process_time()
        record.merge(db, events)
        merged = time.process_time() - started
        assert len(record.history(db)) == 8_000
    assert merged < 3 * parsed
