"""Tasks that misbehave in a guarded child: told by name, so they must stand in a module that the child can import."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path


def double(number: int, report: Callable[..., None]) -> int:
    return number * 2


def pid(report: Callable[..., None]) -> int:
    return os.getpid()


def abort(report: Callable[..., None]) -> None:
    report(7)
    os.abort()


def hang(report: Callable[..., None]) -> None:
    while True:
        time.sleep(1)


def swell(report: Callable[..., None]) -> None:
    held = []
    while True:
        held.append(bytearray(os.urandom(1)) * (16 << 20))


def stumble(report: Callable[..., None]) -> None:
    raise RuntimeError("a library broke")


def count_slowly(steps: int, pause: float, report: Callable[..., None]) -> int:
    for step in range(steps):
        report(0, step)
        time.sleep(pause)
    return steps


def stall(steps: int, report: Callable[..., None]) -> None:
    for step in range(steps):
        report(0, step + 1)
    hang(report)


def convert(path: str, folder: str, report: Callable[..., None]) -> str:
    """A converter is asked for a document, as the reader of Word 97 files does it."""
    from casereview.dossier.readers import soffice

    made = soffice.to_docx(Path(path), Path(folder))
    return made.name if made else ""
