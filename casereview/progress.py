"""One port for long work: reporting and stopping are the same call."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):
    """The user asked to stop. Raised out of `Progress`; never an error."""


class Progress(Protocol):
    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Report that `done` of `total` units are finished. Raises Cancelled if the user asked to stop."""


def silent(done: int, total: int, note: str = "") -> None:
    """A Progress that nobody watches."""
