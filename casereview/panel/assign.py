"""Who reads what: n readers a dossier, nobody what they are recused from, and pages shared evenly."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from casereview.errors import CaseReviewError
from casereview.panel.model import Member


class NotEnoughReaders(CaseReviewError):
    """A dossier has fewer readers who may read it than the campaign asks for; `dossier`, `count`: how many such dossiers, `needed`, `free`."""

    code = "not-enough-readers"


def recused(member: Member, dossier: str, unit: str) -> bool:
    """From one's own unit, and from what one declared."""
    return bool(member.unit and member.unit == unit) or dossier in member.recused


def readers_of(members: Sequence[Member]) -> list[Member]:
    """Who reads: the members, the leader only where there is nobody else (the leader settles what readers differ on)."""
    plain = [member for member in members if not member.leader]
    return plain or list(members)


def free_readers(members: Sequence[Member], dossier: str, unit: str, needed: int) -> list[str]:
    """Who may read a dossier. The leader steps in only where too few others are free."""
    free = [m.name for m in readers_of(members) if not recused(m, dossier, unit)]
    if len(free) < needed:
        free += [m.name for m in members if m.leader and m.name not in free and not recused(m, dossier, unit)]
    return free


def assign(
    pages: Mapping[str, int],
    free: Mapping[str, Sequence[str]],
    needed: int,
    fixed: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, tuple[str, ...]]:
    """Readers by dossier. The same input gives the same answer on every machine.

    pages  dossier -> pages; free: dossier -> who may read it
    fixed  dossier -> readers who keep it, because they have begun
    Raises NotEnoughReaders.
    """
    kept = {dossier: list((fixed or {}).get(dossier, ())) for dossier in pages}
    _enough(free, kept, needed)
    load = dict.fromkeys(sorted({name for names in free.values() for name in names}), 0)
    for dossier, names in kept.items():
        for name in names:
            load[name] = load.get(name, 0) + pages[dossier]
    given: dict[str, list[str]] = {}
    for dossier in sorted(pages, key=lambda one: (len(free[one]), -pages[one], one)):
        given[dossier] = list(kept[dossier])
        for _ in range(needed - len(given[dossier])):
            name = min((n for n in free[dossier] if n not in given[dossier]), key=lambda n: (load[n], _lot(n, dossier)))
            given[dossier].append(name)
            load[name] += pages[dossier]
    _even_out(given, load, pages, free, kept)
    return {dossier: tuple(sorted(given[dossier])) for dossier in sorted(given)}


def _enough(free: Mapping[str, Sequence[str]], kept: Mapping[str, Sequence[str]], needed: int) -> None:
    short = sorted(one for one in kept if len(set(free[one]) | set(kept[one])) < needed)
    if short:
        raise NotEnoughReaders(
            dossier=short[0][:12], count=len(short), needed=needed, free="、".join(free[short[0]]) or "-"
        )


def _lot(name: str, dossier: str) -> str:
    """Between equal loads the dossier decides, so that no pair of readers always sits together."""
    return hashlib.sha256(f"{name}/{dossier}".encode()).hexdigest()


def _even_out(
    given: dict[str, list[str]],
    load: dict[str, int],
    pages: Mapping[str, int],
    free: Mapping[str, Sequence[str]],
    kept: Mapping[str, Sequence[str]],
) -> None:
    """Move single dossiers from heavier to lighter readers until no move makes the loads more even.

    Each move lowers the sum of squares of the loads, so it ends.
    """
    moved = True
    while moved:
        moved = False
        for dossier in sorted(given, key=lambda one: (-pages[one], one)):
            for heavy in sorted(set(given[dossier]) - set(kept[dossier]), key=lambda n: (-load[n], n)):
                others = [n for n in free[dossier] if n not in given[dossier]]
                light = min(others, key=lambda n: (load[n], _lot(n, dossier)), default=None)
                if light is not None and load[heavy] - load[light] > pages[dossier]:
                    given[dossier][given[dossier].index(heavy)] = light
                    load[heavy] -= pages[dossier]
                    load[light] += pages[dossier]
                    moved = True


def loads(given: Mapping[str, Sequence[str]], pages: Mapping[str, int]) -> dict[str, int]:
    """Pages by reader."""
    sums: dict[str, int] = {}
    for dossier, names in given.items():
        for name in names:
            sums[name] = sums.get(name, 0) + pages[dossier]
    return sums
