"""What an action touched. Each screen reloads only what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class Changes:
    """Names of things touched, by room. A set may hold "*" when naming each would cost more than reloading."""

    units: frozenset[str] = field(default_factory=frozenset)
    dossiers: frozenset[str] = field(default_factory=frozenset)
    marks: frozenset[str] = field(default_factory=frozenset)  # dossiers whose marks changed
    rubrics: frozenset[str] = field(default_factory=frozenset)
    campaigns: frozenset[str] = field(default_factory=frozenset)
    results: frozenset[str] = field(default_factory=frozenset)
    exemplars: frozenset[str] = field(default_factory=frozenset)
    ledger: frozenset[str] = field(default_factory=frozenset)
    notices: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Changes) -> Changes:
        return Changes(**{f.name: getattr(self, f.name) | getattr(other, f.name) for f in fields(self)})

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))


NOTHING = Changes()
