from __future__ import annotations

from pathlib import Path

import pytest

from casereview import record, words
from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError
from casereview.marking import comments
from casereview.marking.comments import Shelf
from casereview.panel import actions, exchange, package
from casereview.panel.exchange import OtherKey, PackageForOther
from casereview.panel.keys import own_key
from casereview.panel.package import Header
from casereview.panel.remarks import OnlyLeader
from casereview.panel.sending import NothingAssigned
from casereview.panel.vetting import UnfitPackage, WrongCampaign
from casereview.record import Event
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, C, clocked, mark, opened, read
from tests.casereview.panel.rooms import Room, an_event


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def forged(
    room: Room, file: Path, events: list[Event], *, kind: str = "marks", signer: str = A, campaign: str = ""
) -> Path:
    """A package by somebody with a real key and ill will."""
    with opened(room.at(signer)) as db:
        header = Header(kind, campaign or room.campaign.id, signer, "", "2024-11-04T09:00:00+08:00")  # type: ignore[arg-type]
        return package.write(file, header, events, {}, own_key(db, signer), recipients=[room.key])


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
