"""Dossiers in the palette: by case number, party or name, and by the words on their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from casereview.dossier import actions
from casereview.dossier.actions import SearchHit
from casereview.dossier.model import Dossier
from ui.kit.palette import Entry, Finder
from ui.kit.session import Session
from ui.kit.translate import tr

MOST = 12
Go = Callable[[object], object]


def finder(session: Session, go: Go) -> Finder:
    """Dossiers whose row answers; `go` gets the dossier's id."""

    def find(query: str) -> Sequence[Entry]:
        found = actions.dossiers(session.db, actions.Filter(text=query), limit=MOST) if query else []
        return [_entry(dossier, go) for dossier in found]

    return find


def text_finder(session: Session, go: Go) -> Finder:
    """Pages that hold the words; `go` gets (dossier, page, box). A word that cannot be used is said, not dropped."""

    def find(query: str) -> Sequence[Entry]:
        if len(query) < 2:
            return []
        answer = actions.search(session.db, query, limit=MOST)
        unusable = [Entry(tr("“{}”不能用来检索").format(word), lambda: None, icon="info") for word in answer.unusable]
        return [*(_hit(hit, go) for hit in answer.hits), *unusable]

    return find


def _entry(dossier: Dossier, go: Go) -> Entry:
    hint = " · ".join(part for part in (dossier.party, dossier.cause, dossier.name) if part)
    return Entry(dossier.case_no or dossier.name, lambda: go(dossier.id), hint, "folder")


def _hit(hit: SearchHit, go: Go) -> Entry:
    snippet = " ".join(hit.snippet.split())
    return Entry(snippet, lambda: go((hit.dossier, hit.page, hit.box)), f"{hit.name} {hit.page}", "file-text")
