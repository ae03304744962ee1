"""What a person can do here: check dossiers, look at what was found, at the matrix and at the line of time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.checks import engine, inforce, law, store
from casereview.checks import matrix as matrices
from casereview.checks import timeline as timelines
from casereview.checks.elsewhere import Index, acts_of, fine_of
from casereview.checks.law import Packs
from casereview.checks.matrix import Matrix
from casereview.checks.model import Case, Elsewhere, Outcome
from casereview.checks.timeline import Moment
from casereview.dossier.model import Reading
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.units.model import Profile


def check_reading(
    reading: Reading,
    *,
    today: date,
    complete: bool = False,
    unit: Profile | None = None,
    packs: Packs | None = None,
    elsewhere: Elsewhere | None = None,
) -> list[Outcome]:
    """The outcomes of every rule on what was read; no workspace. Local law is that of the unit's region, none without a unit."""
    region = unit.unit.region if unit else ""
    return engine.run(Case(reading, today, complete, unit, elsewhere), packs or law.shipped(region))


def check(
    db: Database,
    by: Author,
    dossiers: Sequence[str] | None = None,
    *,
    today: date,
    progress: Progress = silent,
) -> Changes:
    """Check dossiers (all, by default) and keep what was found. One transaction a dossier: cancelled, the finished ones stay."""
    from casereview.dossier import actions as dossier_actions
    from casereview.units import actions as unit_actions

    wanted = list(dossiers) if dossiers is not None else _all(db)
    profiles: dict[str, Profile | None] = {}
    packs: dict[str, Packs] = {}
    index = _index(db)
    for done, ident in enumerate(wanted, 1):
        dossier = dossier_actions.get(db, ident)
        if dossier.unit not in profiles:
            profiles[dossier.unit] = unit_actions.profile(db, dossier.unit) if dossier.unit else None
        reading = dossier_actions.reading(db, ident)
        near = index.near(
            ident, acts_of(reading, ident, dossier.name, dossier.unit), fine_of(reading, ident, dossier.name)
        )
        unit = profiles[dossier.unit]
        region = unit.unit.region if unit else ""
        if region not in packs:
            packs[region] = inforce.in_force(db, region)
        found = check_reading(
            reading, today=today, complete=dossier.complete, unit=unit, packs=packs[region], elsewhere=near
        )
        with record.writing(db):
            store.save(db, ident, found)
        progress(done, len(wanted), dossier.name)
    return Changes(dossiers=frozenset(wanted))


def _all(db: Database) -> list[str]:
    from casereview.dossier import actions as dossier_actions

    return [dossier.id for dossier in dossier_actions.dossiers(db, limit=-1)]


def _index(db: Database) -> Index:
    """Timed acts and fines of every dossier of the workspace."""
    index = Index()
    for ident, name, unit, reading in store.across(db):
        index.add(acts_of(reading, ident, name, unit), fine_of(reading, ident, name))
    return index


def set_pack(db: Database, by: Author, kind: str, name: str, text: str) -> Changes:
    """Use an edited pack from now on: `regions`, `calendar`, `law` or `discretion`. Dossiers keep their verdicts until checked again.

    Raises NotFound for another kind, and the errors of `packs` with the place of the mistake.
    """
    inforce.set_pack(db, by, kind, name, text)
    return Changes(dossiers=frozenset("*"))


def edited_packs(db: Database) -> dict[str, str]:
    """Kind/name → text of the packs edited in this workspace."""
    return inforce.edited(db)


def outcomes(db: Database, dossier: str) -> list[Outcome]:
    """What the last check found; empty before one."""
    return store.of_dossier(db, dossier)


def dossiers_with(db: Database, outcome: str) -> list[str]:
    """Dossiers whose last check gave this outcome, for results and ledger."""
    return store.dossiers_with(db, outcome)


def timeline(reading: Reading, found: Sequence[Outcome] = ()) -> list[Moment]:
    """The moments of the case from filing to closing, with the days between them and the limits that were broken."""
    return timelines.timeline(reading, found)


def matrix(reading: Reading, found: Sequence[Outcome]) -> Matrix:
    """The three systems by step of procedure: what proves each cell, or why nothing has to."""
    return matrices.matrix(reading, found)
