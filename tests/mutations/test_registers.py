"""Rules on a unit's register, seen through workbooks: each passes, finds fault, and does not know what nobody wrote down."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from casereview.checks import actions as checks
from casereview.checks import unit as unit_rules
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Reading
from casereview.units import actions as units
from casereview.units.catalogue import shipped
from casereview.workspace import Workspace
from tests.mutations.bases import base
from tests.mutations.files import Change, write
from tests.mutations.registers import REGISTERS, Register
from tests.mutations.run import BY


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return dossiers.read(write(base("06"), Change(), tmp_path_factory.mktemp("registers"), "06"))


@pytest.mark.parametrize("register", REGISTERS, ids=[register.name for register in REGISTERS])
def test_a_register_is_judged_as_it_was_written(register: Register, reading: Reading, tmp_path: Path) -> None:
    book = tmp_path / "台账.xlsx"
    book.write_bytes(register.workbook())
    with Workspace.create(tmp_path / "w.casereview") as workspace, closing(workspace.connect()) as db:
        _, problems = units.import_table(db, BY, book)
        [unit] = units.units(db)
        if register.whole:
            units.confirm_register(db, BY, unit.id, register.today)
        profile = units.profile(db, unit.id)
    assert problems == [] and profile is not None
    told = checks.check_unit(profile, today=register.today)
    told += checks.check_reading(reading, today=register.today, unit=profile)
    given = {outcome.outcome for outcome in told}
    assert register.outcomes <= given, sorted(register.outcomes - given)


def test_every_rule_of_a_unit_is_shown_by_a_workbook() -> None:
    shown = frozenset().union(*(register.outcomes for register in REGISTERS))
    for rule in unit_rules.rules_of(shipped()):
        names = {one.partition(".")[2] for one in shown if one.startswith(f"{rule.id}.")}
        assert {"ok", "unknown"} <= names and names - {"ok", "unknown"}, rule.id
