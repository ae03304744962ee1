"""How long one has been at a dossier, and how long the rest may take. Seen by the reader alone, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

IDLE = 180.0  # seconds without a key or a click: whoever is away is not at work


@dataclass
class Clock:
    """Active seconds by dossier. Times come in as seconds of any steady clock."""

    spent: dict[str, float] = field(default_factory=dict)
    sealed: set[str] = field(default_factory=set)
    _here: str = ""
    _last: float | None = None

    def at(self, dossier: str, now: float) -> None:
        """Something was done at a dossier: the time since the last deed counts, up to IDLE."""
        if self._last is not None and dossier == self._here:
            self.spent[dossier] = self.spent.get(dossier, 0.0) + min(max(now - self._last, 0.0), IDLE)
        self._here, self._last = dossier, now

    def done(self, dossier: str) -> None:
        self.sealed.add(dossier)

    def minutes(self, dossier: str) -> int:
        return round(self.spent.get(dossier, 0.0) / 60)

    def minutes_left(self, waiting: int) -> int | None:
        """For so many more dossiers at one's own median; None before the first is sealed."""
        known = [self.spent[dossier] for dossier in self.sealed if self.spent.get(dossier)]
        return round(median(known) * waiting / 60) if known and waiting else None
