"""Papers of other provinces, filled in by another hand: everything they say is read, and nothing that they do not say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from casereview.dossier import readers
from casereview.dossier.facts import read_facts
from casereview.dossier.model import Member
from casereview.dossier.papers import split
from tests.samples.elsewhere import closing, deciding, draw, opening, rare, volume
from tests.samples.elsewhere.paper import ASIDE, Elsewhere, resized

CASES = (*opening.PAPERS, *deciding.PAPERS, *closing.PAPERS, *rare.PAPERS, *volume.PAPERS)


def members(case: Elsewhere, folder: Path, kind: str) -> tuple[Member, ...]:
    return tuple(readers.read_file(file, file.name) for file in draw.files(case, folder, kind))


def once(values: list[Any]) -> list[Any]:
    return [value for at, value in enumerate(values) if value not in values[:at]]


def test_there_are_papers_of_many_provinces() -> None:
    assert sum(len(case.papers) for case in CASES) >= 50 and len({case.name[:2] for case in CASES}) >= 20


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_paper_of_another_province_is_read_whole_and_nothing_is_invented(
    case: Elsewhere, kind: str, tmp_path: Path
) -> None:
    assert_read_whole(case, members(case, tmp_path, kind))


@pytest.mark.parametrize(("text", "table", "kind"), [(0.8, 0.85, "pdf"), (1.08, 1.15, "pdf"), (1.33, 1.2, "docx")])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_letters_of_another_size_change_nothing(
    case: Elsewhere, text: float, table: float, kind: str, tmp_path: Path
) -> None:
    assert_read_whole(case, members(resized(case, text, table), tmp_path, kind))


def assert_read_whole(case: Elsewhere, held: tuple[Member, ...]) -> None:
    papers = split(held)
    assert [paper.form for paper in papers] == case.forms
    read: dict[str, list[Any]] = {}
    for fact in read_facts(held, papers):
        if fact.name not in ASIDE:
            read.setdefault(fact.name, []).append(fact.value)
    assert {name: once(values) for name, values in read.items()} == {
        name: once(values) for name, values in case.facts.items()
    }
