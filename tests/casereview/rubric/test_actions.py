from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.record import Author
from casereview.rubric import actions
from casereview.rubric.actions import NotSound, UnknownRubric, VersionTaken
from casereview.rubric.files import dump, shipped
from casereview.rubric.model import Rubric
from tests.casereview.marking.builders import a_deduction, a_rubric, an_item


def a_file(folder: Path, rubric: Rubric) -> Path:
    file = folder / f"{rubric.version}.toml"
    file.write_text(dump(rubric), "utf-8")
    return file


def test_a_published_rubric_stands_beside_the_shipped_ones(db: Database, author: Author, tmp_path: Path) -> None:
    ours = a_rubric(an_item("A", "100"), code="PT", version="2025.1")
    changes, rubric = actions.publish(db, author, a_file(tmp_path, ours))
    assert changes.rubrics == {rubric.digest}
    assert len(actions.rubrics(db)) == len(shipped()) + 1
    assert actions.rubric(db, "PT") == rubric
    assert actions.rubric(db, rubric.digest[:10]) == rubric
    assert not actions.publish(db, author, a_file(tmp_path, ours))[0]
    with pytest.raises(UnknownRubric):
        actions.rubric(db, "XX")


def test_another_content_needs_another_version(db: Database, author: Author, tmp_path: Path) -> None:
    first = a_rubric(an_item("A", "100"))
    actions.publish(db, author, a_file(tmp_path, first))
    changed = a_rubric(an_item("A", "100", requirement="更严"))
    with pytest.raises(VersionTaken):
        actions.publish(db, author, a_file(tmp_path, changed))
    actions.publish(db, author, a_file(tmp_path, changed.model_copy(update={"version": "2"})))
    assert [r.version for r in actions.rubrics(db) if r.code == "T"] == ["1", "2"]


def test_a_rubric_with_errors_is_not_published(db: Database, author: Author, tmp_path: Path) -> None:
    wrong = a_rubric(an_item("A", "100", a_deduction("A-1", "100", outcomes=["R-X99.never"])))
    with pytest.raises(NotSound) as problem:
        actions.publish(db, author, a_file(tmp_path, wrong))
    assert [finding.code for finding in problem.value.findings] == ["unknown-outcome"]


def test_a_new_version_shows_what_it_changes() -> None:
    old = a_rubric(an_item("A", "60"), an_item("B", "40"))
    new = a_rubric(an_item("A", "50"), an_item("C", "50"))
    found = {(d.kind, d.id, d.key, d.old, d.new) for d in actions.difference(old, new)}
    assert ("changed", "A", "points", "60", "50") in found
    assert ("added", "C", "", "", "项目C") in found
    assert ("removed", "B", "", "项目B", "") in found
    assert actions.difference(old, old) == []


def test_an_exported_rubric_is_taken_back(tmp_path: Path) -> None:
    from casereview.rubric.files import load

    rubric = shipped()[0]
    assert load(actions.export(rubric, tmp_path / "r.toml")).digest == rubric.digest
