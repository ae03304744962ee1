from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from casereview.rubric.lint import check
from casereview.rubric.tailor import TailoringInvalid, WrongBase, load_tailoring, tailored
from casereview.words import explain
from tests.casereview.marking.builders import by_code

BASE = by_code("PT")


def a_file(folder: Path, base: str, changes: str) -> Path:
    file = folder / "治超.toml"
    file.write_text(f'base = "{base}"\nversion = "2024.1-治超"\nreason = "治超案件"\n{changes}', "utf-8")
    return file


TWO = (
    '[[change]]\nitem = "PT-14"\npoints = 3.5\n[[change]]\nitem = "PT-21"\npoints = 0.5\napplies = { note = "治超" }\n'
)


def test_a_tailoring_changes_points_and_conditions_of_its_base(tmp_path: Path) -> None:
    rubric = tailored(BASE, load_tailoring(a_file(tmp_path, BASE.digest, TWO)))
    assert (rubric.item("PT-14").points, rubric.item("PT-21").points) == (Decimal("3.5"), Decimal("0.5"))
    assert rubric.item("PT-21").applies.note == "治超"
    assert rubric.digest != BASE.digest and rubric.version == "2024.1-治超"
    assert not [finding for finding in check(rubric) if finding.severity == "error"]


def test_any_other_base_is_refused(tmp_path: Path) -> None:
    tailoring = load_tailoring(a_file(tmp_path, by_code("JY").digest, TWO))
    with pytest.raises(WrongBase) as refused:
        tailored(BASE, tailoring, "治超.toml")
    assert BASE.digest[:12] in explain(refused.value)


@pytest.mark.parametrize(
    "changes", ['[[change]]\nitem = "PT-14"\npoints = 3\n', '[[change]]\nitem = "PT-99"\ndrop = true\n']
)
def test_points_that_no_longer_add_up_and_unknown_items_are_refused(tmp_path: Path, changes: str) -> None:
    with pytest.raises(TailoringInvalid):
        tailored(BASE, load_tailoring(a_file(tmp_path, BASE.digest, changes)))


def test_a_dropped_item_leaves_its_points_to_others(tmp_path: Path) -> None:
    changes = '[[change]]\nitem = "PT-45"\ndrop = true\n[[change]]\nitem = "PT-46"\npoints = 1.5\n'
    rubric = tailored(BASE, load_tailoring(a_file(tmp_path, BASE.digest[:12], changes)))
    assert len(rubric.items) == len(BASE.items) - 1
    assert rubric.full_marks == 100


def test_what_is_no_tailoring_is_refused(tmp_path: Path) -> None:
    for changes in ("", "change = 3", "[[change]]\n"):
        with pytest.raises(TailoringInvalid):
            load_tailoring(a_file(tmp_path, BASE.digest, changes))
