"""A review keeps the versions of the packs it froze: here, on a reader's laptop, and in its results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import packs, record
from casereview.checks import actions as checks
from casereview.checks import frozen, inforce
from casereview.checks.frozen import FrozenPackLost
from casereview.dossier import actions as dossiers
from casereview.panel import actions, sending
from casereview.panel.model import Campaign, Member
from casereview.panel.package import PackageDamaged
from casereview.panel.versions import OnlyTheLeader, PacksNeedReason
from casereview.results import actions as results
from casereview.results.export import export_text
from casereview.results.verifier import verify_text
from casereview.rubric.files import shipped
from tests.casereview.panel.review import LEADER, RUBRIC, A, clocked, mark, opened

SAMPLE = Path(packs.SHIPPED).parents[1] / "resources" / "samples" / "dossiers" / "祁县"  # fined 6,000 under 69.2
FINES = (packs.SHIPPED / "law" / "fines.toml").read_text("utf-8")
TODAY = date(2026, 11, 25)


def lowered(ceiling: str) -> str:
    """The shipped fines with another ceiling of 道路运输条例 69.2, as a slip of the pen would make it."""
    start = FINES.index("擅自改装已取得")
    assert 'max = "20000"' in FINES[start:]
    return FINES[:start] + FINES[start:].replace('max = "20000"', f'max = "{ceiling}"', 1)


def a_review(db: Database) -> tuple[Campaign, str]:
    leader = clocked(LEADER)
    dossiers.take_in(db, leader, [SAMPLE], executor="thread", complete=True)
    people = (Member(name=LEADER, leader=True), Member(name=A))
    made = actions.frozen_campaign(
        "年度评查", 2026, shipped(), people, packs=actions.packs_in_force(db), readers=1
    )  # fmt: skip
    actions.new_campaign(db, leader, made)
    drawn = actions.draw(db, leader, made.id, "1", 9)[1].drawn
    actions.assign(db, leader, made.id)
    return made, drawn[0]


def fine(db: Database, dossier: str) -> str:
    [one] = [one.outcome for one in checks.outcomes(db, dossier) if one.rule == "R-D06"]
    return one


def check(db: Database, name: str = LEADER) -> None:
    checks.check(db, clocked(name), today=TODAY)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with opened(tmp_path / "leader.casereview") as found:
        yield found


def test_a_later_edit_changes_no_verdict_until_the_leader_takes_it_over(db: Database) -> None:
    made, dossier = a_review(db)
    check(db)
    before = checks.checked_with(db, dossier)
    assert before is not None and (before.title, before.current) == ("年度评查", True)
    assert fine(db, dossier) == "R-D06.ok"
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5500"))
    check(db)
    assert fine(db, dossier) == "R-D06.ok" and checks.checked_with(db, dossier) == before
    assert checks.outdated(db) == []
    assert list(actions.newer_packs(db, made.id)) == ["law/fines"]

    with pytest.raises(PacksNeedReason):
        actions.take_packs(db, clocked(LEADER), made.id, "  ")
    with pytest.raises(OnlyTheLeader):
        actions.take_packs(db, clocked(A), made.id, "更正")
    actions.take_packs(db, clocked(LEADER), made.id, "幅度录入有误")
    assert not actions.take_packs(db, clocked(LEADER), made.id, "再来一次")
    now = checks.checked_with(db, dossier)
    assert now is not None and not now.current and checks.outdated(db) == [dossier]
    assert fine(db, dossier) == "R-D06.ok"  # until it is checked again
    check(db)
    after = checks.checked_with(db, dossier)
    assert after is not None and after.current and after.digest != before.digest
    assert fine(db, dossier) == "R-D06.over"
    [(who, _, act)] = actions.packs_taken(db, made.id)
    assert (who, act.reason, list(act.packs)) == (LEADER, "幅度录入有误", ["law/fines"])


def test_a_dossier_of_no_review_goes_by_what_is_in_force(db: Database) -> None:
    dossiers.take_in(db, clocked(LEADER), [SAMPLE], executor="thread", complete=True)
    [dossier] = [one.id for one in dossiers.dossiers(db)]
    check(db)
    assert fine(db, dossier) == "R-D06.ok"
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5500"))
    assert checks.outdated(db) == [dossier]
    check(db)
    found = checks.checked_with(db, dossier)
    assert found is not None and (found.title, found.current) == ("", True) and fine(db, dossier) == "R-D06.over"


def test_the_frozen_packs_travel_with_the_task_and_the_readers_own_edits_stay_away(
    db: Database, tmp_path: Path
) -> None:
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5500"))
    made, dossier = a_review(db)
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5600"))  # after the freeze: travels with nobody
    out = tmp_path / "甲.casepkg"
    sending.write_task_package(db, clocked(LEADER), made.id, A, out, passphrase="七个字的口令啊")
    with opened(tmp_path / "甲.casereview") as own:
        checks.set_pack(own, clocked(A), "law", "fines", lowered("19000"))
        actions.merge(own, clocked(A), [out], passphrase="七个字的口令啊", executor="thread")
        check(own, A)
        assert fine(own, dossier) == "R-D06.over"
        found = checks.checked_with(own, dossier)
        assert found is not None and found.title == "年度评查"
        assert found.digest == frozen.Version(made.packs).digest
        assert checks.edited_packs(own) == {"law/fines": lowered("19000")}
        assert record.history(own, inforce.PACK)[0].actor == A and len(record.history(own, inforce.PACK)) == 1


def test_a_package_with_another_text_under_a_frozen_hash_is_refused(db: Database, tmp_path: Path) -> None:
    made, _ = a_review(db)
    digest = made.packs["law/fines"]
    record.append(db, clocked(LEADER), frozen.HELD, digest, {"pack": "law/fines", "text": lowered("1")})
    out = tmp_path / "甲.casepkg"
    sending.write_task_package(db, clocked(LEADER), made.id, A, out, passphrase="七个字的口令啊")
    with opened(tmp_path / "甲.casereview") as own, pytest.raises(PackageDamaged):
        actions.merge(own, clocked(A), [out], passphrase="七个字的口令啊", executor="thread")


def test_a_frozen_version_that_is_nowhere_is_said_and_not_replaced_by_another(db: Database) -> None:
    made, dossier = a_review(db)
    lost = made.model_copy(update={"packs": {**made.packs, "law/fines": "0" * 64}})
    held = [event.id for event in record.current(db, "campaign.set", made.id)]
    record.append(db, clocked(LEADER), "campaign.set", made.id, lost, held)
    with pytest.raises(FrozenPackLost) as told:
        check(db)
    assert told.value.parameters["pack"] == "law/fines"
    actions.take_packs(db, clocked(LEADER), made.id, "本机没有原来的版本")
    check(db)
    assert fine(db, dossier) == "R-D06.ok"


def test_frozen_results_name_the_packs_and_still_verify(db: Database) -> None:
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5500"))
    made, _ = a_review(db)
    _, found = results.freeze(db, clocked(LEADER), made.id, allow_open=True)
    assert found.packs == made.packs and found.packs["law/fines"] == packs.content_hash(lowered("5500"))
    assert [code for code, _ in verify_text(export_text(found)) if code in ("digest", "unreadable")] == []
    assert [code for code, _ in verify_text(export_text(found).replace(found.packs["law/fines"], "0" * 64))][:1] == [
        "digest"
    ]


def test_a_campaign_that_names_no_packs_freezes_those_in_force(db: Database) -> None:
    checks.set_pack(db, clocked(LEADER), "law", "fines", lowered("5500"))
    bare = actions.frozen_campaign("自查", 2026, shipped(), (Member(name=LEADER, leader=True),), packs={})
    actions.new_campaign(db, clocked(LEADER), bare)
    assert actions.campaign(db).packs == actions.packs_in_force(db)
    assert frozen.texts(db, frozen.Version(actions.campaign(db).packs))["law/fines"] == lowered("5500")


def test_a_self_review_without_a_draw_binds_what_it_has_marked(db: Database) -> None:
    leader = clocked(LEADER)
    dossiers.take_in(db, leader, [SAMPLE], executor="thread", complete=True)
    [dossier] = [one.id for one in dossiers.dossiers(db)]
    made = actions.frozen_campaign("自查", 2026, [RUBRIC], (Member(name=LEADER, leader=True),))
    actions.new_campaign(db, leader, made)
    checks.set_pack(db, leader, "law", "fines", lowered("5500"))
    check(db)
    assert fine(db, dossier) == "R-D06.over"  # nobody has begun to read it
    checks.restore_pack(db, leader, "law", "fines")
    check(db)
    mark(db, leader, made, dossier, "A")
    checks.set_pack(db, leader, "law", "fines", lowered("5500"))
    check(db)
    found = checks.checked_with(db, dossier)
    assert fine(db, dossier) == "R-D06.ok" and found is not None and found.title == "自查"


def test_units_of_a_review_are_judged_by_its_packs_too(db: Database) -> None:
    made, _ = a_review(db)
    before = actions.packs_of(db, made).figures
    text = (
        (packs.SHIPPED / "figures" / "catalogue.toml").read_text("utf-8").replace('target = "60"', 'target = "61"', 1)
    )
    checks.set_pack(db, clocked(LEADER), "figures", "catalogue", text)
    assert actions.packs_of(db, made).figures == before != checks.packs_in_force(db).figures
