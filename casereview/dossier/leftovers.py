"""What an intake left behind that was stopped or killed: files that nothing names, half-written ones, unpacked archives."""

from __future__ import annotations

import os

from sqlite_utils import Database

from casereview import disk
from casereview.dossier import sources, store
from casereview.dossier.processes import is_running
from casereview.files import Files


def sweep(db: Database, files: Files) -> None:
    """Call it when no reader of this workspace runs any more. A file that the record names stays."""
    with disk.watched(str(files.folder)):
        pending = files.pending()
        named = store.named(db, pending) if pending else set()
        files.settle(named)
        for sha256 in pending:
            if sha256 not in named:
                files.drop(sha256)
        files.sweep(lambda pid: pid == os.getpid() or is_running(pid))
    sources.sweep()
