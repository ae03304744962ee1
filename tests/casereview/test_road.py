"""The whole road on the shipped samples, as `casereview demo` walks it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from casereview import record, road
from casereview.cli.base import Call
from casereview.cli.window import summary
from casereview.dossier import actions as dossiers
from casereview.exemplars import actions as exemplars
from casereview.ledger import actions as ledger
from casereview.panel import actions as panel
from casereview.privacy.attack import attack_file
from casereview.privacy.find import find
from casereview.privacy.model import Entity, Kind
from casereview.results import actions as results
from casereview.results import verifier
from casereview.workspace import Workspace


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    said: list[str] = []
    made = road.walk(tmp_path_factory.mktemp("demo"), date.today(), said.append)
    assert len(said) == 8 and all("road." not in line for line in said)
    return made


@pytest.fixture(scope="module")
def review(walked: dict[str, Any]) -> Iterator[Database]:
    with Workspace.open(Path(walked["workspace"]), read_only=True) as workspace, closing(workspace.connect()) as db:
        yield db


def test_every_sample_is_taken_in_and_a_scan_that_nobody_read_is_not_marked(
    walked: dict[str, Any], review: Database
) -> None:
    every = dossiers.dossiers(review)
    assert walked["intake"]["taken"] == len(every) == 6
    assert walked["intake"]["set_aside"] == 0
    drawn = panel.drawn(review, panel.campaign(review).id)
    assert drawn is not None and panel.verify_draw(drawn)
    unread = {one.id for one in every} - set(drawn.drawn)
    assert len(unread) == walked["intake"]["unread"] == 1
    assert all(page.source != "text" for one in unread for page in dossiers.reading(review, one).pages)
    assert {one.state for one in every} == {"decided", "checked"}


def test_packages_merged_in_either_order_and_twice_leave_one_record(walked: dict[str, Any]) -> None:
    assert walked["panel"]["one_digest"] is True
    assert walked["panel"]["disputes"] > 0, "the readers differ somewhere, else the panel has nothing to show"
    assert walked["panel"]["left"] == 0


def test_merging_the_packages_again_changes_nothing(walked: dict[str, Any], tmp_path: Path) -> None:
    copy = tmp_path / "again.casereview"
    shutil.copytree(walked["workspace"], copy)
    with Workspace.open(copy) as workspace, closing(workspace.connect()) as db:
        panel.merge(db, record.Author(road.LEADER), sorted((Path(walked["folder"]) / "交换").glob("评分包*")))
        assert record.state_digest(db) == walked["digest"]


def test_the_verifier_computes_the_same_and_sees_another_score(walked: dict[str, Any], tmp_path: Path) -> None:
    file = Path(walked["results"]["file"])
    assert verifier.verify_file(file) == []
    document = json.loads(file.read_text("utf-8"))
    document["results"]["dossiers"][0]["score"] = "1.0"
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    assert verifier.verify_file(altered) != []


def test_a_planted_veto_stands_and_the_grades_add_up(review: Database) -> None:
    frozen = results.latest(review, panel.campaign(review).id)
    assert frozen is not None
    vetoed = [one for one in frozen.dossiers if one.main and one.vetoes]
    assert [one.unit for one in vetoed] == ["祁县交通运输局"]
    assert sum(frozen.grades.values()) == frozen.scored == 5
    assert ledger.entries(review, campaign=frozen.campaign)


def _entities(db: Database) -> list[Entity]:
    """All that the dossiers' people could be known by, as the program finds it; case numbers stay in notices to the units."""
    found = {
        hit.entity: None for one in dossiers.dossiers(db) for hit in find(dossiers.reading(db, one.id))
    }  # fmt: skip
    # A printed form's row of zeros is nobody's number, and every font table holds one.
    return [entity for entity in found if entity.kind is not Kind.CASE_NO and len(set(entity.text)) > 1]


# Of a dossier's people a notice to the units names nobody, and no number of anybody.
_PEOPLE = (Kind.PERSON, Kind.ID_NO, Kind.PHONE, Kind.PLATE, Kind.USCC, Kind.ACCOUNT, Kind.VIN, Kind.BIRTH, Kind.EMAIL)


def test_the_library_holds_nothing_of_the_dossiers_people(walked: dict[str, Any], review: Database) -> None:
    cards = exemplars.cards(review)
    assert {card.kind for card in cards if card.state == "released"} == {"good", "bad"}
    assert all(card.title and not card.title.startswith("(") for card in cards)
    entities = _entities(review)
    assert len(entities) > 50
    sources = {card.source for card in cards}
    own = {hit.entity for one in sources for hit in find(dossiers.reading(review, one))}
    sought = [entity for entity in entities if entity in own or entity.kind in _PEOPLE]
    assert attack_file(Path(walked["exemplars"]["index"]).parent, sought) == []


def test_no_notice_holds_anything_of_the_dossiers_people(walked: dict[str, Any], review: Database) -> None:
    entities = [entity for entity in _entities(review) if entity.kind in _PEOPLE]
    assert entities
    for name in walked["notices"]:
        assert attack_file(Path(name), entities) == [], name


def test_the_attack_would_see_a_name_that_was_left(review: Database, tmp_path: Path) -> None:
    person = next(entity for entity in _entities(review) if entity.kind is Kind.PERSON)
    (tmp_path / "left.html").write_text(f"<p>{' '.join(person.text)}</p>", "utf-8")
    assert attack_file(tmp_path / "left.html", [person])


def test_everything_is_printed_and_the_workspace_is_sound(walked: dict[str, Any]) -> None:
    assert walked["unprinted"] == [] and walked["problems"] == []
    names = {Path(name).name for name in walked["notices"]}
    assert {"评查情况通报.docx", "评查情况通报.pdf", "优秀案卷通报.pdf", "统计表.xlsx", "整改台账.xlsx"} <= names
    with Workspace.open(Path(walked["workspace"])) as workspace:
        assert workspace.verify() == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_says_where_everything_lies(walked: dict[str, Any], language: str) -> None:
    lines = "\n".join(summary(Call(None, "", "", language), walked))
    assert "{" not in lines and "None" not in lines and "road." not in lines
    for place in (walked["workspace"], walked["results"]["file"], walked["exemplars"]["index"]):
        assert str(place) in lines


def test_a_folder_that_no_demo_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(road.DemoFolderTaken):
        road.walk(tmp_path, date.today())
    (tmp_path / ".casereview-demo").write_text("", "utf-8")
    with pytest.raises(road.DemoFolderTaken):
        road.walk(tmp_path, date.today())
    assert (tmp_path / "mine.txt").read_text("utf-8") == "mine"


def test_a_folder_without_text_is_refused_in_words(tmp_path: Path) -> None:
    from PIL import Image

    (tmp_path / "scans" / "某县" / "卷一").mkdir(parents=True)
    Image.new("RGB", (400, 600), "white").save(tmp_path / "scans" / "某县" / "卷一" / "1.png")
    with pytest.raises(road.NothingToReview):
        road.walk(tmp_path / "demo", date.today(), samples=tmp_path / "scans")


def test_dossiers_without_a_register_and_without_a_unit_walk_the_road_too_and_again(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    source = next((road.SAMPLES / "dossiers" / "祁县").iterdir())
    shutil.copytree(source, given / source.name) if source.is_dir() else shutil.copy(source, given)
    for _ in range(2):
        made = road.walk(tmp_path / "demo", date.today(), samples=given)
        assert made["intake"]["taken"] == 1
        assert made["panel"]["left"] == 0 and made["results"]["verified"] and made["problems"] == []
        assert made["unprinted"] == []
