"""One run of the checks over dossiers of a workspace: what the dossiers share is read once, each is kept in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from casereview import record
from casereview.checks import engine, frozen, inforce, store
from casereview.checks.elsewhere import Index, acts_of, fine_of
from casereview.checks.frozen import Version
from casereview.checks.law import Packs
from casereview.checks.model import Case, Elsewhere
from casereview.units.model import Profile


class Run:
    """Lives as long as one check; the index across dossiers is that of its start. hinting: rules whose failures only warn."""

    def __init__(self, db: Database, today: date, hinting: Iterable[str]) -> None:
        self._db, self._today = db, today
        self._profiles: dict[str, Profile | None] = {}
        self._packs: dict[tuple[str, str], Packs] = {}
        self._bound, self._now = frozen.of_dossiers(db), frozen.now(db)
        self._index, self._hinting = _index(db), sorted(hinting)
        self._near: set[str] = set()

    def check(self, ident: str) -> str:
        """Check one dossier and keep what was found; its name. Raises NotFound, PackConflict, FrozenPackLost."""
        from casereview.dossier import actions as dossiers

        dossier, reading = dossiers.get(self._db, ident), dossiers.reading(self._db, ident)
        acts, fine = acts_of(reading, ident, dossier.name, dossier.unit), fine_of(reading, ident, dossier.name)
        near, unit = self._index.near(ident, acts, fine), self._profile(dossier.unit)
        version = self._bound.get(ident, self._now)
        packs = self._packs_of(unit.unit.region if unit else "", version)
        found = engine.run(Case(reading, self._today, dossier.complete, unit, near), packs)
        with record.writing(self._db):
            store.save(self._db, ident, found, self._hinting, campaign=version.campaign, packs=version.digest)
        self._near |= _named(near)
        return dossier.name

    def neighbours(self, checked: Iterable[str]) -> list[str]:
        """Dossiers that those checked so far speak of and that hold verdicts of an earlier check: theirs speak back."""
        return sorted((self._near - set(checked)) & store.all_checked(self._db).keys())

    def _profile(self, unit: str) -> Profile | None:
        from casereview.units import actions as units

        if unit not in self._profiles:
            self._profiles[unit] = units.profile(self._db, unit) if unit else None
        return self._profiles[unit]

    def _packs_of(self, region: str, version: Version) -> Packs:
        key = (region, version.campaign)
        if key not in self._packs:
            frozen_ = bool(version.campaign)
            self._packs[key] = (
                frozen.packs_of(self._db, version, region) if frozen_ else inforce.in_force(self._db, region)
            )
        return self._packs[key]


def _named(near: Elsewhere) -> set[str]:
    return {act.dossier for act in near.acts} | {fine.dossier for fine in (*near.fines, *near.numbers)}


def _index(db: Database) -> Index:
    """Timed acts and fines of every dossier of the workspace."""
    index = Index()
    for ident, name, unit, reading in store.across(db):
        index.add(acts_of(reading, ident, name, unit), fine_of(reading, ident, name))
    return index
