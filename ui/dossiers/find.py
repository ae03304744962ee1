"""Dossiers in the palette: by case number, party or name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casereview.dossier import actions
from casereview.dossier.model import Dossier
from ui.kit.palette import Entry, Finder
from ui.kit.session import Session

MOST = 12


def finder(session: Session, go: Callable[[str], object]) -> Finder:
    def find(query: str) -> Sequence[Entry]:
        found = actions.dossiers(session.db, actions.Filter(text=query), limit=MOST) if query else []
        return [_entry(dossier, go) for dossier in found]

    return find


def _entry(dossier: Dossier, go: Callable[[str], object]) -> Entry:
    hint = " · ".join(part for part in (dossier.party, dossier.cause, dossier.name) if part)
    return Entry(dossier.case_no or dossier.name, lambda: go(dossier.id), hint, "folder")
