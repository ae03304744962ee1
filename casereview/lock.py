"""A lock on a file that one program holds and that goes with the program, however it ends.

The operating system's own lock, and nothing else: a library for it takes a third as long to import as a bare window to open.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Self


class Lock:
    """Held from `take` until `release` or the end of the process. The file itself stays and says nothing."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    @classmethod
    def take(cls, path: Path) -> Self | None:
        """None where another program holds it, or where nothing may be written."""
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError:
            return None
        try:
            _hold(handle)
        except OSError:
            os.close(handle)
            return None
        return cls(handle)

    def release(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)  # the lock goes with the last handle
            self._handle = -1


def _hold(handle: int) -> None:
    """Raises OSError at once where another holds it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
