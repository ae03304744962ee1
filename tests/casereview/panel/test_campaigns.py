from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview import record
from casereview.dossier import actions as dossiers
from casereview.errors import NotFound
from casereview.packs import SHIPPED
from casereview.panel import actions
from casereview.panel.actions import AlreadyDrawn, CampaignUnderWay, NotDrawn
from casereview.panel.assign import loads
from casereview.panel.campaigns import AlteredRubric, pack_hashes
from casereview.panel.model import Member, Stage
from casereview.rubric.files import shipped
from casereview.units import actions as units
from casereview.units.model import Unit
from tests.casereview.panel.review import LEADER, RUBRIC, A, B, a_campaign, a_review, clocked, mark, read, take_in


def test_a_campaign_is_whole_by_itself(db: Database) -> None:
    made = actions.frozen_campaign("年度评查", 2024, shipped(), [Member(name=A)], packs={"law": "0" * 64})
    actions.new_campaign(db, clocked(LEADER), made)
    held = actions.campaign(db)
    assert held == made.model_copy(update={"receive_key": held.receive_key}) and held.receive_key.startswith("age1")
    assert not actions.new_campaign(db, clocked(LEADER), held)
    for rubric in shipped():
        assert rubric.digest in held.rubrics
    main, *beside = actions.rubrics_of(held, "general")
    assert "general" in main.procedures and all("general" not in one.procedures for one in beside)
    assert actions.rubrics_of(held, None)[0] == main
    with pytest.raises(NotFound):
        actions.rubrics_of(a_campaign(), "licence")


def test_the_packs_in_force_are_frozen_by_what_they_say(tmp_path: Path) -> None:
    assert set(a_campaign().packs) == {f"{f.parent.name}/{f.stem}" for f in SHIPPED.glob("*/*.toml")} != set()
    file = tmp_path / "law" / "a.toml"
    file.parent.mkdir()
    file.write_text("x = 1\non = 2021-07-15\n", "utf-8")
    before = pack_hashes(tmp_path)
    file.write_text("# 说明\non = 2021-07-15\nx = 1\n", "utf-8")
    assert pack_hashes(tmp_path) == before
    file.write_text("x = 2\non = 2021-07-15\n", "utf-8")
    assert pack_hashes(tmp_path) != before


def test_a_rubric_altered_in_a_campaign_is_refused(db: Database) -> None:
    made = a_campaign()
    broken = {digest: text.replace("试用标准", "别的标准") for digest, text in made.rubrics.items()}
    with pytest.raises(AlteredRubric):
        actions.new_campaign(db, clocked(LEADER), made.model_copy(update={"rubrics": broken}))
    with pytest.raises(NotFound):
        actions.new_campaign(db, clocked(LEADER), made.model_copy(update={"rubrics": {}}))


def test_the_newest_open_campaign_is_meant_where_none_is_named(db: Database) -> None:
    leader = clocked(LEADER)
    for year in (2023, 2024):
        actions.new_campaign(db, leader, actions.frozen_campaign(f"{year}评查", year, [RUBRIC]))
    newest = actions.campaign(db)
    assert newest.year == 2024
    actions.set_stage(db, leader, newest.id, Stage.ARCHIVED)
    assert actions.campaign(db).year == 2023
    assert actions.campaign(db, "2024评查").id == newest.id == actions.campaign(db, newest.id[:8]).id
    with pytest.raises(NotFound):
        actions.campaign(db, "2022")
    assert actions.stage(db, newest.id) is Stage.ARCHIVED


def test_members_may_change_and_rubrics_may_not_after_the_draw(db: Database, tmp_path: Path) -> None:
    made, _ = a_review(db, tmp_path / "in")
    more = made.model_copy(update={"members": (*made.members, Member(name="新人", unit="祁县交通运输局"))})
    more = more.model_copy(update={"packs": {"law/laws": "0" * 64}})  # an edited pack, once the campaign has begun
    assert actions.new_campaign(db, clocked(LEADER), more)
    assert actions.campaign(db).packs == made.packs
    assert actions.campaign(db).members[-1].unit == "祁县"  # the register's id, whatever it was called
    other = actions.frozen_campaign(made.title, made.year, shipped())
    with pytest.raises(CampaignUnderWay):
        actions.new_campaign(db, clocked(LEADER), other)


def test_a_draw_stands_with_its_list_and_a_second_one_needs_a_reason(db: Database, tmp_path: Path) -> None:
    leader = clocked(LEADER)
    for unit in ("祁县", "太谷"):
        units.set_unit(db, leader, Unit(unit, f"{unit}交通运输局", short=unit))
        take_in(db, leader, tmp_path, unit, 4)
    nameless = take_in(db, leader, tmp_path, "", 1)[0]
    made = a_campaign()
    actions.new_campaign(db, leader, made)
    with pytest.raises(NotDrawn):
        actions.assign(db, leader, made.id)
    changes, drawn = actions.draw(db, leader, made.id, "27", 2)
    assert len(drawn.drawn) == 4 and changes.dossiers == set(drawn.drawn)
    assert actions.verify_draw(drawn) and actions.drawn(db, made.id) == drawn
    assert drawn.passed_over == {nameless: "no-unit"}
    with pytest.raises(AlreadyDrawn):
        actions.draw(db, leader, made.id, "28", 2)
    _, again = actions.draw(db, leader, made.id, "28", {"祁县交通运输局": 3, "*": 1}, reason="漏报两卷")
    of: dict[str, str] = {one.id: one.unit for one in dossiers.dossiers(db)}
    assert sorted(of[one] for one in again.drawn) == ["太谷", "祁县", "祁县", "祁县"]
    assert len(record.history(db, "campaign.drawn")) == 2


def test_a_dossier_that_nobody_may_read_is_passed_over(db: Database, tmp_path: Path) -> None:
    people = (Member(name=A, unit="祁县交通运输局"), Member(name=B))
    made, drawn = a_review(db, tmp_path / "in", a_campaign(*people))
    result = actions.drawn(db, made.id)
    assert result is not None and len(drawn) == 2
    assert set(result.passed_over.values()) == {"recusal"}
    assert all(dossiers.get(db, one).unit == "太谷" for one in drawn)


def test_a_dossier_out_of_the_period_or_without_a_date_is_passed_over(db: Database, tmp_path: Path) -> None:
    made = a_campaign(decided_from="2024-01-01", decided_to="2024-12-31")
    _, drawn = a_review(db, tmp_path / "in", made)
    result = actions.drawn(db, made.id)
    assert drawn == [] and result is not None and set(result.passed_over.values()) == {"no-date"}


def test_who_has_begun_keeps_the_dossier_when_somebody_drops_out(db: Database, tmp_path: Path) -> None:
    people = [Member(name=LEADER, leader=True), *(Member(name=name) for name in (A, B, "丙", "丁"))]
    made, drawn = a_review(db, tmp_path / "in", a_campaign(*people), count=4)
    given = actions.assignment(db, made.id)
    assert given is not None and all(len(names) == 2 for names in given.readers.values())
    pages = dict.fromkeys(drawn, 2)
    assert set(loads(given.readers, pages).values()) == {8}
    begun = next(one for one in drawn if A in given.readers[one])
    mark(db, clocked(A), made, begun, "A")
    actions.new_campaign(db, clocked(LEADER), made.model_copy(update={"members": tuple(people[:-1])}))
    _, again = actions.assign(db, clocked(LEADER), made.id)
    assert A in again.readers[begun]
    assert all("丁" not in names and len(names) == 2 for names in again.readers.values())
    assert not actions.assign(db, clocked(LEADER), made.id)[0]


def test_progress_counts_and_shows_no_score(db: Database, tmp_path: Path) -> None:
    made, drawn = a_review(db, tmp_path / "in")
    read(db, clocked(A), made, drawn[0], [("A", "A-1", 2)])
    read(db, clocked(B), made, drawn[0])
    mark(db, clocked(A), made, drawn[1], "A")
    found = actions.progress_of(db, made.id)
    assert found.dossiers == 4
    assert (found.readers[A].dossiers, found.readers[A].begun, found.readers[A].sealed) == (4, 2, 1)
    assert sum(unit.sealed for unit in found.units.values()) == 1
