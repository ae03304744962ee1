"""Derived rows read anew: all of them, or those of dossiers that came by a package."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.dossier import derive as deriving
from casereview.dossier import events, store, taking
from casereview.progress import Progress, silent


def rebuild(db: Database, progress: Progress = silent, *, executor: str = "process", workers: int = 0) -> Changes:
    """Read everything anew from files and events; recognised pages are kept.

    Stopped or killed half-way, each dossier is as it was or as it is read now; call it again.
    """
    wanted = _recorded(db)
    done = deriving.from_files(
        db, wanted, executor=executor, workers=workers or taking.default_workers(), progress=progress
    )
    with record.writing(db):
        for gone in sorted(set(store.ids(db)) - set(done)):
            store.drop_dossier(db, gone)
        store.drop_strays(db, wanted)
        store.reindex(db, lambda: progress(len(done), len(done)))
    return Changes(dossiers=frozenset(["*"]))


def derive(
    db: Database,
    dossier_ids: Sequence[str],
    *,
    executor: str = "process",
    workers: int = 0,
    progress: Progress = silent,
) -> Changes:
    """Rows for dossiers whose events were merged and whose files were put into `Files`."""
    done = deriving.from_files(
        db, dossier_ids, executor=executor, workers=workers or taking.default_workers(), progress=progress
    )
    return Changes(dossiers=frozenset(done))


def _recorded(db: Database) -> list[str]:
    """Every dossier the record knows, in the order of their coming."""
    return list(dict.fromkeys(event.subject for event in record.current(db, events.TAKEN_IN)))
