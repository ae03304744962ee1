"""Freezing what the panel decided, reading it back, and handing it out for anyone to recompute."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, overload

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError, NotFound
from casereview.marking import actions as marking
from casereview.marking.model import SEALED, Context, Sheet
from casereview.marking.sheet import score
from casereview.panel import campaigns
from casereview.panel.cases import Case, cases
from casereview.panel.model import Campaign
from casereview.panel.unit_vetoes import unit_vetoes
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.results import figures
from casereview.results.build import dossier_result, unit_sheet
from casereview.results.export import digest, export_text
from casereview.results.figures import ItemRow, SystemRow, TypeRow
from casereview.results.laboratory import Laboratory, Trial
from casereview.results.laboratory import laboratory as compare_versions
from casereview.results.model import FROZEN, DossierResult, Results, UnitResult, UnitSheet
from casereview.rubric.model import Rubric, Subject
from casereview.units import actions as units
from casereview.units.model import Unit
from casereview.units.register import meant

Rows = list[UnitResult] | list[ItemRow] | list[SystemRow] | list[TypeRow] | list[DossierResult]


class NotSettled(CaseReviewError):
    """Items wait for the panel; `dossiers`, `items`: how many, `first`: a dossier of them."""

    code = "not-settled"


class NothingDecided(CaseReviewError):
    """No dossier was drawn or sealed yet; `title`."""

    code = "nothing-decided"


def freeze(
    db: Database, by: Author, campaign_id: str, *, allow_open: bool = False, progress: Progress = silent
) -> tuple[Changes, Results]:
    """Compute and freeze all figures of a campaign. The same state gives the same results again and records nothing new.

    allow_open  leave dossiers on which something is open unscored instead of refusing
    Raises NotSettled, NothingDecided, NotFound.
    """
    found = campaigns.campaign(db, campaign_id)
    register = units.units(db)
    with record.writing(db):
        finals: list[tuple[str, Sheet]] = []
        rows = _rows(db, list(cases(db, found)), register, allow_open, finals, progress)
        if not rows and not _units_marked(db, found.id, register):
            raise NothingDecided(title=found.title)
        names = {unit.id: unit.name for unit in register}
        sheets = _unit_sheets(db, found, rows, finals, register)
        results = figures.compute(
            found.id,
            found.title,
            found.year,
            by.at(),
            rows,
            names,
            _used(found.rubrics, rows, sheets),
            len(found.members),
            sheets,
            found.packs,
        )
        before = record.current(db, FROZEN, found.id)
        for event in before:
            held = Results.model_validate(event.payload["results"])
            if len(before) == 1 and held == results.model_copy(update={"at": held.at}):
                return NOTHING, held
        payload = {"results": results, "digest": digest(results)}
        record.append(db, by, FROZEN, found.id, payload, [event.id for event in before])
    touched = frozenset({found.id})
    return Changes(results=touched, campaigns=touched), results


def _used(
    rubrics: dict[str, str], rows: list[DossierResult], sheets: dict[str, tuple[UnitSheet, ...]]
) -> dict[str, str]:
    used = {one.rubric for one in rows} | {sheet.rubric for some in sheets.values() for sheet in some}
    return {name: content for name, content in rubrics.items() if name in used}


def _units_marked(db: Database, campaign: str, register: list[Unit]) -> set[str]:
    """Units whose own items somebody has sealed."""
    known = {unit.id for unit in register}
    return {e.subject for e in record.current(db, SEALED) if e.subject in known and e.payload["campaign"] == campaign}


def _unit_sheets(
    db: Database, found: Campaign, rows: list[DossierResult], finals: list[tuple[str, Sheet]], register: list[Unit]
) -> dict[str, tuple[UnitSheet, ...]]:
    """The items that judge units, marked once a unit; two sealed sheets that contradict each other are not settled."""
    sheets: dict[str, tuple[UnitSheet, ...]] = {}
    for unit in sorted(_units_marked(db, found.id, register)):
        said = marking.marks(db, found.id, unit)
        for digest_, seals in _seals(db, found.id, unit).items():
            rubric = campaigns.rubric(found, digest_)
            marks = [mark for mark in said if mark.said.rubric == digest_ and mark.reader in seals]
            standing = unit_vetoes(db, found.id, unit, rubric)
            own = score(
                rubric,
                marks,
                Context(),
                subject=Subject.UNIT,
                dossier=unit,
                sealed=True,
                confirmed_vetoes=standing,
            )
            if own.open:
                raise NotSettled(dossiers=1, items=len(own.open), first=unit)
            of_unit = [sheet for name, sheet in finals if name == unit and sheet.rubric == digest_]
            sheets[unit] = (*sheets.get(unit, ()), unit_sheet(rubric, own, of_unit, marks))
    return sheets


def _seals(db: Database, campaign: str, unit: str) -> dict[str, set[str]]:
    """Who sealed, by rubric."""
    found: dict[str, set[str]] = {}
    for event in record.current(db, SEALED, unit):
        if event.payload["campaign"] == campaign:
            found.setdefault(event.payload["rubric"], set()).add(event.actor)
    return found


def _rows(
    db: Database,
    every: list[Case],
    register: list[Unit],
    allow_open: bool,
    finals: list[tuple[str, Sheet]],
    progress: Progress,
) -> list[DossierResult]:
    """A row for each dossier and rubric; its final sheet joins `finals` with its unit."""
    waiting = [(one, _open(one)) for one in every]
    left = [(one, count) for one, count in waiting if count]
    if left and not allow_open:
        first = left[0][0].dossier
        raise NotSettled(
            dossiers=len(left), items=sum(count for _, count in left), first=first.case_no or first.id[:12]
        )
    rows = []
    for done, (one, count) in enumerate(waiting, 1):
        unit = meant(register, one.dossier.unit)
        for place, rubric in enumerate(one.rubrics):
            if place and not one.sheets[rubric.digest]:
                continue  # a rubric beside that nobody marked reports nothing
            sheet = one.final_sheet(rubric)
            own = {reader: str(s.score) for reader, s in one.sheets[rubric.digest].items() if s.score is not None}
            row = dossier_result(
                one.dossier,
                dossiers.reading(db, one.dossier.id, with_runs=False),
                rubric,
                sheet,
                one.final_marks(rubric),
                unit=unit.id if unit else one.dossier.unit,
                readers=own,
                main=place == 0,
            )
            rows.append(_unscored(row) if count else row)
            if not count:
                finals.append((row.unit, sheet))
        progress(done, len(waiting), one.dossier.name)
    return rows


def _open(one: Case) -> int:
    """How many items wait for the panel; all of them where nobody has sealed the sheet that grades."""
    main = one.rubrics[0]
    if not one.sheets[main.digest]:
        return len(main.items)
    return sum(question.state != "decided" for question in one.questions())


def _unscored(row: DossierResult) -> DossierResult:
    """A dossier on which the panel has not finished: listed, in no figure."""
    nothing = {"score": None, "exact": None, "grade": "", "vetoes": (), "items": (), "lost": (), "bonus": 0}
    return DossierResult.model_validate({**row.model_dump(), **nothing})


def latest(db: Database, campaign_id: str) -> Results | None:
    """The frozen results that hold; None before the first freeze. Raises NotFound for an unknown campaign."""
    found = campaigns.campaign(db, campaign_id)
    event = campaigns.one_of(record.current(db, FROZEN, found.id))
    return Results.model_validate(event.payload["results"]) if event else None


def history(db: Database, campaign_id: str) -> list[Results]:
    """Every freeze of a campaign, oldest first: an objection leaves the former figures readable."""
    return [Results.model_validate(event.payload["results"]) for event in record.history(db, FROZEN, campaign_id)]


@overload
def by(results: Results, kind: Literal["unit"]) -> list[UnitResult]: ...
@overload
def by(results: Results, kind: Literal["item"]) -> list[ItemRow]: ...
@overload
def by(results: Results, kind: Literal["system"]) -> list[SystemRow]: ...
@overload
def by(results: Results, kind: Literal["type"]) -> list[TypeRow]: ...
@overload
def by(results: Results, kind: Literal["dossier"]) -> list[DossierResult]: ...
@overload
def by(results: Results, kind: str) -> Rows: ...
def by(results: Results, kind: str) -> Rows:
    """The rows of one table: "unit" "item" "system" "type" "dossier". Raises NotFound for another word."""
    if kind == "unit":
        return list(results.units)
    if kind == "item":
        return figures.item_rows(results.dossiers)
    if kind == "system":
        return figures.system_rows(results)
    if kind == "type":
        return figures.type_rows(results.dossiers)
    if kind == "dossier":
        return [one for one in results.dossiers if one.main]
    raise NotFound(what="table", name=kind)


def export_frozen(db: Database, campaign_id: str, out: Path) -> Path:
    """Write the frozen results as one file. Raises NotFound if nothing is frozen."""
    results = latest(db, campaign_id)
    if results is None:
        raise NotFound(what="results", name=campaign_id or "-")
    part = out.with_name(f"{out.name}.part")
    part.write_text(export_text(results), "utf-8")
    os.replace(part, out)
    return out


def laboratory(db: Database, campaign_id: str | None, old: Rubric, new: Rubric) -> Laboratory:
    """What a version would change in what was marked by another: in one review ("" for the newest open one), or in all (None).

    Of each dossier count the panel's marks; where it has not decided everything, those of its first reader who has sealed.
    Nothing is written. Raises NotFound for an unknown campaign.
    """
    chosen = campaigns.campaigns(db) if campaign_id is None else [campaigns.campaign(db, campaign_id)]
    trials = [trial for found in chosen for one in cases(db, found) if (trial := _trial(one, old)) is not None]
    return compare_versions(old, new, trials)


def _trial(one: Case, old: Rubric) -> Trial | None:
    """A dossier as the old version graded it; None where nobody has sealed a sheet by it."""
    sealed = one.sheets.get(old.digest)
    if not sealed:
        return None
    decided = all(question.state == "decided" for question in one.questions_of(old))
    reader = "" if decided else next(iter(sealed))
    marks = one.final_marks(old) if decided else [mark for mark in one.marks if mark.reader == reader]
    standing = frozenset(one.before[old.digest].standing)
    return Trial(one.campaign.id, str(one.dossier.id), tuple(marks), one.context, standing, reader)
