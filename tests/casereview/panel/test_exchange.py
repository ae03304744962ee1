from __future__ import annotations

import random
import struct
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from casereview import record, words
from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier import store
from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.packed import PageRow
from casereview.errors import CaseReviewError
from casereview.marking import actions as marking
from casereview.marking import comments
from casereview.marking.comments import Shelf
from casereview.marking.model import Context
from casereview.panel import actions, exchange, layers, package, sending
from casereview.panel.exchange import OtherKey, PackageForOther
from casereview.panel.keys import identities, own_key
from casereview.panel.model import Member
from casereview.panel.package import Header
from casereview.panel.remarks import OnlyLeader
from casereview.panel.sending import NothingAssigned
from casereview.panel.vetting import UnfitPackage, WrongCampaign
from casereview.record import Event
from casereview.workspace import Workspace
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, C, a_campaign, a_review, clocked, mark, opened, read


class Room:
    """A leader's workspace with a review under way, and the folders of the readers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.leader = folder / "leader.casereview"
        with opened(self.leader) as db:
            people = (Member(name=LEADER, leader=True), Member(name=A), Member(name=B))
            self.campaign, self.drawn = a_review(db, folder / "in", a_campaign(*people), count=1)
            self.key = own_key(db, LEADER).public.receive

    def at(self, reader: str) -> Path:
        return self.folder / f"{reader}.casereview"

    def task(self, reader: str) -> Path:
        """Hand a reader their package, encrypted to the reader's key."""
        with opened(self.at(reader)) as db:
            to = own_key(db, reader).public.receive
        out = self.folder / f"{reader}.task.casepkg"
        with opened(self.leader) as db:
            sending.write_task_package(db, clocked(LEADER), self.campaign.id, reader, out, recipients=[to])
        return out

    def begin(self, reader: str) -> None:
        file = self.task(reader)
        with opened(self.at(reader)) as db:
            actions.merge(db, clocked(reader), [file], executor="thread")

    def marks(self, reader: str, name: str = "", folder: Path | None = None) -> Path:
        """What a reader sends back, encrypted to the leader's key."""
        out = self.folder / f"{name or reader}.marks.casepkg"
        with opened(folder or self.at(reader)) as db:
            sending.write_mark_package(db, clocked(reader), self.campaign.id, out, recipients=[self.key])
        return out


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


def forged(
    room: Room, file: Path, events: list[Event], *, kind: str = "marks", signer: str = A, campaign: str = ""
) -> Path:
    """A package by somebody with a real key and ill will."""
    with opened(room.at(signer)) as db:
        header = Header(kind, campaign or room.campaign.id, signer, "", "2024-11-04T09:00:00+08:00")  # type: ignore[arg-type]
        return package.write(file, header, events, {}, own_key(db, signer), recipients=[room.key])


def an_event(
    kind: str, actor: str, subject: str, payload: Mapping[str, object], replaces: tuple[str, ...] = ()
) -> Event:
    content = {
        "chain": "x",
        "seq": 1,
        "prev": "",
        "actor": actor,
        "at": "2024",
        "kind": kind,
        "subject": subject,
        "payload": payload,
        "replaces": list(replaces),
    }
    return Event(record.digest_of(content), **{**content, "replaces": replaces})  # type: ignore[arg-type]


def test_a_reader_cannot_bring_what_is_not_theirs_to_say(room: Room, tmp_path: Path) -> None:
    dossier = room.drawn[0]
    sound = {
        "campaign": room.campaign.id,
        "dossier": dossier,
        "rubric": RUBRIC.digest,
        "kind": "deduct",
        "item": "A",
        "deduction": "A-1",
    }
    gone = {key: sound[key] for key in ("campaign", "dossier", "rubric")}
    bad = [
        an_event("panel.decided", A, f"{room.campaign.id}/{dossier}/A", {}),
        an_event("campaign.set", A, room.campaign.id, {}),
        an_event("mark.set", B, dossier, dict(sound)),
        an_event("mark.set", A, dossier, {**sound, "item": "Z"}),
        an_event("mark.set", A, dossier, {**sound, "deduction": "B-1"}),
        an_event("mark.set", A, dossier, {**sound, "rubric": "0" * 64}),
        an_event("mark.set", A, dossier, {**sound, "count": "many"}),
        an_event("mark.set", A, "other", dict(sound)),
        an_event("mark.set", A, dossier, {"campaign": room.campaign.id}),
        an_event("mark.set", A, dossier, {**sound, "deduction": ""}),
        an_event("mark.set", A, dossier, {**sound, "kind": "veto"}),
        an_event("mark.set", A, dossier, {**sound, "kind": "bonus"}),
        an_event("mark.set", A, dossier, {**sound, "item": "V", "kind": "full", "deduction": ""}),
        an_event("sheet.sealed", A, dossier, {"campaign": room.campaign.id}),
        an_event("sheet.reopened", A, dossier, {**gone, "reader": B, "reason": "x"}),
    ]
    with opened(room.leader) as db:
        theirs = mark(db, clocked(B), room.campaign, dossier, "A", "A-2")
    bad.append(an_event("mark.withdrawn", A, dossier, {"marks": [theirs], "reason": ""}, (theirs,)))
    bad.append(an_event("mark.set", A, dossier, dict(sound), ("f" * 64,)))
    seal = {**gone, "marks": [theirs], "digest": "", "score": "", "grade": ""}
    bad.append(an_event("sheet.sealed", A, dossier, seal))
    with opened(room.at(A)):
        pass
    for event in bad:
        file = forged(room, tmp_path / "bad.casepkg", [event])
        with opened(room.leader) as db:
            digest = record.state_digest(db)
            with pytest.raises(CaseReviewError) as refused:
                actions.merge(db, clocked(LEADER), [file])
            assert refused.value.code in ("unfit-package", "package-damaged"), event.kind
            assert record.state_digest(db) == digest
    with opened(room.leader) as db:
        actions.merge(
            db,
            clocked(LEADER),
            [forged(room, tmp_path / "ok.casepkg", [an_event("mark.set", A, dossier, dict(sound))])],
        )
        file = forged(room, tmp_path / "task.casepkg", [an_event("mark.set", B, dossier, dict(sound))], kind="task")
        with pytest.raises(UnfitPackage):
            actions.look_into(file, db)
        with pytest.raises(WrongCampaign):
            actions.look_into(forged(room, tmp_path / "w.casepkg", [], campaign="2023-none"), db)


def test_a_bad_package_is_set_aside_and_the_rest_goes_on(room: Room, tmp_path: Path) -> None:
    room.begin(A)
    with opened(room.at(A)) as db:
        read(db, clocked(A), room.campaign, room.drawn[0])
    good, bad, other = room.marks(A), tmp_path / "坏.casepkg", tmp_path / "照片.jpg"
    data = bytearray(good.read_bytes())
    data[-40] ^= 1
    bad.write_bytes(data)
    other.write_bytes(b"\xff\xd8")
    with opened(room.leader) as db:
        _, reports = actions.merge(db, clocked(LEADER), [bad, good, other])
        assert [r.refused[0] if r.refused else "" for r in reports] == [
            "error.package-damaged",
            "",
            "error.not-a-package",
        ]
        assert reports[1].new == 4 and reports[0].refused
        assert "坏.casepkg" in words.render(reports[0].refused[0], **reports[0].refused[1])


def test_marks_left_out_of_a_package_are_said(room: Room, tmp_path: Path) -> None:
    room.begin(A)
    with opened(room.at(A)) as db:
        ids = [mark(db, clocked(A), room.campaign, room.drawn[0], item) for item in "ABC"]
        events = [event for event in record.history(db, "mark.*") if event.id != ids[1]]
    file = forged(room, tmp_path / "less.casepkg", events)
    with opened(room.leader) as db:
        _, (report,) = actions.merge(db, clocked(LEADER), [file])
        assert [(code, about["seq"]) for code, about in report.problems] == [("gap", 3)]
        actions.merge(db, clocked(LEADER), [room.marks(A)])
        assert record.verify(db) == []


def test_a_key_once_confirmed_is_the_only_one(room: Room, tmp_path: Path) -> None:
    room.begin(A)
    with opened(room.at(A)) as db:
        read(db, clocked(A), room.campaign, room.drawn[0])
        said = actions.own_fingerprint(db, A)
    file = room.marks(A)
    with opened(room.leader) as db:
        actions.confirm_key(db, clocked(LEADER), A, said)
        assert actions.look_into(file, db).key_confirmed
        assert not actions.confirm_key(db, clocked(LEADER), A, said)
    (room.at(A) / "keys.json").unlink()  # another laptop, other keys
    with opened(room.leader) as db, pytest.raises(OtherKey):
        actions.look_into(room.marks(A, "again"), db)


def test_a_task_package_is_for_one_person_and_by_passphrase_too(room: Room, tmp_path: Path) -> None:
    with opened(room.leader) as db:
        with pytest.raises(NothingAssigned):
            actions.write_task_package(db, clocked(LEADER), room.campaign.id, C, tmp_path / "c", passphrase="晋中")
        file = tmp_path / "甲.casepkg"
        actions.write_task_package(db, clocked(LEADER), room.campaign.id, A, file, passphrase="晋中")
    with opened(room.at(B)) as db:
        with pytest.raises(PackageForOther):
            actions.merge(db, clocked(B), [file], passphrase="晋中")
        assert record.history(db) == [] and dossiers.dossiers(db) == []
    with opened(room.at(A)) as db:
        report = actions.look_into(file, db, passphrase="晋中")
        assert (report.files, report.new_files, len(report.dossiers)) == (2, 2, 2)
        assert dossiers.dossiers(db) == [] and record.history(db) == []


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


def test_what_a_reader_said_of_verdicts_comes_back_with_the_marks(room: Room, tmp_path: Path) -> None:
    room.begin(A)
    dossier = room.drawn[0]
    with opened(room.at(A)) as db:
        read(db, clocked(A), room.campaign, dossier, [("B", "B-2", 2)])
        checks.judge(db, clocked(A), dossier, "R-F06.late", "rejected", "有批准")
        checks.judge(db, clocked(A), "elsewhere", "R-F06.late", "rejected")  # no dossier of this review
    file = room.marks(A)
    with opened(room.leader) as db:
        _, [report] = actions.merge(db, clocked(LEADER), [file])
        assert report.refused is None and report.dossiers == (dossier,)
        assert [(one.who, one.dossier, one.note) for one in checks.judgements(db)] == [(A, dossier, "有批准")]
        assert checks.precision(db)["R-F06"].rejected == 1
        said = {"dossier": dossier, "outcome": "R-F06.late", "says": "rejected", "note": ""}
        for number, wrong in enumerate(({"dossier": "another"}, {"says": "perhaps"}, {"outcome": "late"})):
            event = an_event("verdict.judged", A, dossier, {**said, **wrong})
            with pytest.raises((UnfitPackage, package.PackageDamaged)):
                exchange.look_into(forged(room, tmp_path / f"{number}.casepkg", [event]), db)


def test_official_wordings_go_out_with_the_task_and_the_panels_come_back_with_the_marks(
    room: Room, tmp_path: Path
) -> None:
    with opened(room.leader) as db:
        actions.make_official(db, clocked(LEADER), room.campaign.id, "A", "送达回证缺签名")
        comments.keep(db, clocked(LEADER), "A", "只在评查组用")
        with pytest.raises(OnlyLeader):
            actions.make_official(db, clocked(A), room.campaign.id, "A", "不是组长")
    room.begin(A)
    with opened(room.at(A)) as db:
        assert [(one.text, one.shelf) for one in comments.shared(db, "A")] == [("送达回证缺签名", Shelf.OFFICIAL)]
        read(db, clocked(A), room.campaign, room.drawn[0], [("B", "B-2", 2)])
        comments.keep(db, clocked(A), "A", "印章不清")
    with opened(room.leader) as db:
        _, [report] = actions.merge(db, clocked(LEADER), [room.marks(A)])
        assert report.refused is None and report.dossiers == (room.drawn[0],)
        assert {one.text for one in comments.shared(db, "A")} == {"送达回证缺签名", "只在评查组用", "印章不清"}
        comments.drop(db, clocked(LEADER), "A", "送达回证缺签名")
        for number, (subject, said) in enumerate(
            [
                ("A", {"text": "冒充", "shelf": "official"}),
                ("A", {"text": "", "shelf": "panel"}),
                ("X-9", {"text": "别的标准", "shelf": "panel"}),
            ]
        ):
            with pytest.raises(UnfitPackage):
                event = an_event(comments.KEPT, A, subject, said)
                exchange.look_into(forged(room, tmp_path / f"w{number}.casepkg", [event]), db)
    file = room.task(A)
    with opened(room.at(A)) as db:
        actions.merge(db, clocked(A), [file], executor="thread")
        assert "送达回证缺签名" not in [one.text for one in comments.shared(db, "A")], (
            "what was dropped is dropped there too"
        )
