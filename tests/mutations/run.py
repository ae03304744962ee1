"""The real road: files are taken into a workspace with the register of units, and checked with what the workspace knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from casereview.checks import actions as checks
from casereview.checks import law
from casereview.checks.law import Packs
from casereview.checks.lawbook import RegionFigure
from casereview.checks.model import Outcome
from casereview.dossier import actions as dossiers
from casereview.record import Author
from casereview.units import actions as units
from casereview.workspace import Workspace
from tests.mutations.bases import base
from tests.mutations.files import Change, write
from tests.mutations.table import Defect
from tests.samples.register import register

TODAY = date(2026, 3, 2)
BY = Author("评查员甲")


@contextmanager
def registered(folder: Path) -> Iterator[Database]:
    """A workspace that knows the units and that their registers are whole."""
    (folder / "register.xlsx").write_bytes(register())
    with Workspace.create(folder / "w.casereview") as workspace, closing(workspace.connect()) as db:
        units.import_table(db, BY, folder / "register.xlsx")
        for unit in units.units(db):
            units.confirm_register(db, BY, unit.id, TODAY)
        yield db


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checks said of one defect."""

    defect: Defect
    outcomes: tuple[Outcome, ...]

    @property
    def found(self) -> bool:
        return self.defect.expect in {outcome.outcome for outcome in self.outcomes}

    @property
    def said(self) -> list[str]:
        """What the rule said instead, with its code and parameters."""
        return [f"{o.outcome} ({o.code} {dict(o.parameters)})" for o in self.outcomes if o.rule == self.defect.rule]

    @property
    def false(self) -> list[str]:
        """Failures that nothing in the line accounts for."""
        mine = {self.defect.expect}
        rules = {*self.defect.also}
        return [
            f"{o.outcome} {dict(o.parameters)}"
            for o in self.outcomes
            if o.verdict == "fail" and o.outcome not in mine and o.rule not in rules
        ]


def unchanged(key: str, stated: bool = False) -> Defect:
    """A clean dossier as it is, for the same road."""
    also = frozenset({"R-A05", "R-A06"} if stated else ())
    return Defect(f"clean-{key}", key, Change(), "", also, stated, False)


def judge(defects: Iterable[Defect], folder: Path) -> list[Judged]:
    """Writes, takes in and checks; one workspace for all, each dossier looked at alone."""
    listed = list(defects)
    names: dict[str, str] = {}  # the same files are the same dossier: they are written once
    for defect in listed:
        if _same(defect) not in names:
            names[_same(defect)] = defect.name
            write(base(defect.base), defect.change, folder / "dossiers", defect.name)
    with registered(folder) as db:
        dossiers.take_in(db, BY, [folder / "dossiers"], executor="thread")
        taken = {dossier.name: dossier for dossier in dossiers.dossiers(db, limit=-1)}
        return [Judged(defect, _checked(db, defect, taken[names[_same(defect)]].id)) for defect in listed]


def _same(defect: Defect) -> str:
    return repr((defect.base, defect.change))


def _checked(db: Database, defect: Defect, dossier: str) -> tuple[Outcome, ...]:
    row = dossiers.get(db, dossier)
    unit = units.profile(db, row.unit)
    complete = defect.stated or base(defect.base).complete
    packs = _confirmed() if defect.confirmed else None
    reading = dossiers.reading(db, dossier)
    return tuple(checks.check_reading(reading, today=TODAY, complete=complete, unit=unit, packs=packs))


def _confirmed() -> Packs:
    """The packs of Jinzhong with amounts of a hearing that the unit has confirmed."""
    packs = law.shipped("shanxi-jinzhong")
    told = {"hearing_person": "5000", "hearing_organisation": "50000"}
    more = {name: RegionFigure(value=value, source="本单位", confirmed=True) for name, value in told.items()}
    return replace(packs, region=packs.region.model_copy(update={"figures": {**packs.region.figures, **more}}))
