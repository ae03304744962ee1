"""What one dossier says of another stands in both, and a dossier that comes later brings it to those that were checked before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from casereview.checks import actions as checks
from casereview.checks import say
from casereview.checks.model import Outcome
from casereview.dossier import actions as dossiers
from casereview.progress import Cancelled
from tests.mutations.bases import base
from tests.mutations.files import Change, write
from tests.mutations.run import BY, TODAY, registered

# One office on one morning; the last is of another day.
CHANGES = {
    "甲": Change(fields={"serial": "011"}),
    "乙": Change(fields={"serial": "012", "plate": "晋K·T0998"}, party={"name": "郭无咎"}),
    "丙": Change(fields={"serial": "013", "plate": "晋K·T0999"}, party={"name": "郝连城"}, times={"scene": ["09:30", "09:50"]}),
    "丁": Change(fields={"serial": "014"}, days={"scene": "2024-04-09", "inquiry": "2024-04-09", "found": "2024-04-09"}),
    "戊": Change(fields={"serial": "011"}, party={"name": "郑无己"}, days={"scene": "2024-04-10", "inquiry": "2024-04-10", "found": "2024-04-10"}),
}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with registered(tmp_path) as opened:
        yield opened


@pytest.fixture
def take(db: Database, tmp_path: Path) -> Callable[..., dict[str, str]]:
    def taken(*names: str) -> dict[str, str]:
        for name in names:
            write(replace(base("02"), form="docx"), CHANGES[name], tmp_path / name, name)
            dossiers.take_in(db, BY, [tmp_path / name], executor="thread")
        return {dossier.name: dossier.id for dossier in dossiers.dossiers(db)}

    return taken


def clashes(db: Database, ident: str) -> list[Outcome]:
    return [outcome for outcome in checks.outcomes(db, ident) if outcome.outcome == "R-P03.elsewhere"]


def others(db: Database, ident: str) -> set[str]:
    return {str(outcome.parameters["other"]) for outcome in clashes(db, ident)}


def test_officers_at_two_places_at_once_are_seen_in_every_dossier_that_shares_them(
    db: Database, take: Callable[..., dict[str, str]]
) -> None:
    found = take("甲", "乙", "丙", "丁")
    checks.check(db, BY, today=TODAY)
    assert {name: others(db, ident) for name, ident in found.items()} == {
        "甲": {"乙", "丙"},
        "乙": {"甲", "丙"},
        "丙": {"甲", "乙"},
        "丁": set(),
    }
    told = next(one for one in clashes(db, found["丙"]) if one.parameters["first"] == "现场笔录")
    assert "不推定伪造" in say.explanation(told) and told.parameters["minutes"] > 0
    assert {e.title for e in told.evidence} == {"现场笔录"}


def test_a_dossier_that_comes_later_is_compared_with_all_and_they_with_it(
    db: Database, take: Callable[..., dict[str, str]]
) -> None:
    found = take("甲", "乙", "丁")
    checks.check(db, BY, today=TODAY)
    before = checks.outcomes(db, found["丁"])
    assert others(db, found["甲"]) == {"乙"}
    found = take("丙")
    changes = checks.check(db, BY, [found["丙"]], today=TODAY)
    assert others(db, found["丙"]) == {"甲", "乙"}
    assert others(db, found["甲"]) == {"乙", "丙"} and others(db, found["乙"]) == {"甲", "丙"}
    # What has nothing to do with it is left as it was found.
    assert changes.dossiers == {found["甲"], found["乙"], found["丙"]}
    assert checks.outcomes(db, found["丁"]) == before


def test_a_neighbour_that_nobody_checked_yet_is_not_checked_by_the_way(
    db: Database, take: Callable[..., dict[str, str]]
) -> None:
    found = take("甲", "乙")
    changes = checks.check(db, BY, [found["甲"]], today=TODAY)
    assert changes.dossiers == {found["甲"]} and checks.outcomes(db, found["乙"]) == []
    assert others(db, found["甲"]) == {"乙"}


def test_the_progress_counts_the_neighbours_too_and_stops_between_dossiers(
    db: Database, take: Callable[..., dict[str, str]]
) -> None:
    found = take("甲", "乙")
    checks.check(db, BY, today=TODAY)
    seen: list[tuple[int, int]] = []

    def stop_at_the_neighbour(done: int, total: int, note: str = "") -> None:
        seen.append((done, total))
        if done == 2:
            raise Cancelled

    found |= take("丙")
    with pytest.raises(Cancelled):
        checks.check(db, BY, [found["丙"]], today=TODAY, progress=stop_at_the_neighbour)
    assert seen == [(1, 1), (2, 3)]
    assert others(db, found["丙"]) == {"甲", "乙"}


def test_one_number_for_two_cases_is_said_of_both(db: Database, take: Callable[..., dict[str, str]]) -> None:
    found = take("甲", "乙")
    checks.check(db, BY, today=TODAY)
    found |= take("戊")
    checks.check(db, BY, [found["戊"]], today=TODAY)
    told = {name: [o.outcome for o in checks.outcomes(db, ident) if o.rule == "R-D15"] for name, ident in found.items()}
    assert told == {"甲": ["R-D15.repeated"], "乙": ["R-D15.ok"], "戊": ["R-D15.repeated"]}
