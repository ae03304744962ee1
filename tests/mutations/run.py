"""The real road: files are taken into a workspace with the register of units, and checked with what the workspace knows."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
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
from tests.mutations.files import Change, first_pages, write
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
        return {self.defect.expect, *self.defect.shows} <= {outcome.outcome for outcome in self.outcomes}

    @property
    def said(self) -> list[str]:
        """What the rule said instead, with its code and parameters."""
        given = {outcome.outcome for outcome in self.outcomes}
        rules = {one.partition(".")[0] for one in (self.defect.expect, *self.defect.shows) if one not in given}
        return [f"{o.outcome} ({o.code} {dict(o.parameters)})" for o in self.outcomes if o.rule in rules]

    @property
    def false(self) -> list[str]:
        """Failures that nothing in the line accounts for."""
        mine = {self.defect.expect, *self.defect.shows}
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
    names: dict[str, str] = {}
    by_content: dict[bytes, str] = {}  # the same files are the same dossier: they are taken in once
    for defect in listed:
        if _same(defect) not in names:
            home = write(base(defect.base), defect.change, folder / "dossiers", defect.name)
            held = by_content.setdefault(_content(home), defect.name)
            if held != defect.name:
                shutil.rmtree(home)
                if defect.typed or defect.named:
                    raise ValueError(f"{defect.name}: a person cannot say two things of the files of {held}")
            names[_same(defect)] = held
    with registered(folder) as db:
        dossiers.take_in(db, BY, [folder / "dossiers"], executor="thread")
        taken = {dossier.name: dossier for dossier in dossiers.dossiers(db, limit=-1)}
        return [Judged(defect, _checked(db, defect, taken[names[_same(defect)]].id)) for defect in listed]


def _content(home: Path) -> bytes:
    return b"".join(sorted(sha256(file.read_bytes()).digest() for file in home.iterdir()))


def _same(defect: Defect) -> str:
    return repr((defect.base, defect.change, defect.named, defect.typed))


def _by_hand(db: Database, defect: Defect, dossier: str) -> None:
    """What a person says who looks at the pages: where papers begin, and what stands there that was not read."""
    if defect.named:
        for page, form, head in first_pages(base(defect.base), defect.change):
            dossiers.cut(db, BY, dossier, page, form, head)
    for form, name, value in defect.typed:
        paper = next(paper for paper in dossiers.reading(db, dossier).papers if paper.form == form)
        dossiers.correct_fact(db, BY, dossier, name, value, paper=paper.id, page=paper.pages[0])


def _checked(db: Database, defect: Defect, dossier: str) -> tuple[Outcome, ...]:
    _by_hand(db, defect, dossier)
    row = dossiers.get(db, dossier)
    unit = units.profile(db, row.unit)
    complete = defect.stated or base(defect.base).complete
    packs = _confirmed(dict(defect.adopted)) if defect.confirmed or defect.adopted else None
    reading = dossiers.reading(db, dossier)
    return tuple(checks.check_reading(reading, today=TODAY, complete=complete, unit=unit, packs=packs))


def _confirmed(adopted: dict[str, str]) -> Packs:
    """The packs of Jinzhong with amounts of a hearing, and what else the unit has confirmed."""
    packs = law.shipped("shanxi-jinzhong")
    whole = {name: adopted.pop(name) for name in ("one_number_per_case",) if name in adopted}
    if adopted.pop("discretion", "") and packs.discretion:
        packs = replace(packs, discretion=packs.discretion.model_copy(update={"confirmed": True}))
    if adopted.pop("local_law", ""):
        laws = tuple(one.model_copy(update={"confirmed": True}) for one in packs.region.local_law)
        packs = replace(packs, region=packs.region.model_copy(update={"local_law": laws}))
    told = {"hearing_person": "5000", "hearing_organisation": "50000", **adopted}
    more = {name: RegionFigure(value=value, source="本单位", confirmed=True) for name, value in told.items()}
    figures = {**packs.region.figures, **more}
    return replace(packs, region=packs.region.model_copy(update={"figures": figures, **whole}))
