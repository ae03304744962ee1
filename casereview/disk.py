"""A disk that is full and a stick that was pulled: the one place where what the system says becomes what a person can do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from casereview.errors import CaseReviewError

_FULL = {errno.ENOSPC, errno.EDQUOT}
_GONE = {errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.EROFS}
_FULL_ON_WINDOWS, _GONE_ON_WINDOWS = {39, 112}, {21, 55, 1006, 1110, 1117, 1167}


class DiskFull(CaseReviewError):
    """There is no room; what was being written is not there, everything before it is. `place`: file or folder."""

    code = "disk-full"


class DiskGone(CaseReviewError):
    """The disk does not answer or takes nothing any more: pulled, broken, or cut off; `place`, `detail`."""

    code = "disk-gone"


def told(error: BaseException, place: str = "") -> CaseReviewError | None:
    """The problem with the disk that an error of the system or of SQLite stands for, None if it stands for none."""
    if isinstance(error, sqlite3.OperationalError):
        code = getattr(error, "sqlite_errorcode", 0)
        if code & 0xFF == sqlite3.SQLITE_FULL:
            return DiskFull(place=place or "review.db")
        if code & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) or code == sqlite3.SQLITE_READONLY_DBMOVED:
            return DiskGone(place=place or "review.db", detail=str(error))
    if isinstance(error, OSError):
        number, windows = error.errno, getattr(error, "winerror", None)
        where = place or str(error.filename or "-")
        if number in _FULL or windows in _FULL_ON_WINDOWS:
            return DiskFull(place=where)
        if number in _GONE or windows in _GONE_ON_WINDOWS:
            return DiskGone(place=where, detail=error.strerror or "")
    return None


@contextmanager
def watched(place: str = "") -> Generator[None, None, None]:
    """Raises DiskFull or DiskGone for what the disk is to blame for; any other error goes through as it is."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        if (problem := told(error, place)) is None:
            raise
        raise problem from error
