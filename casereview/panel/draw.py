"""A stratified draw that anyone can repeat with a pencil list and SHA-256."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from casereview.panel.model import Draw

EVERY = "*"  # the quota of every stratum that is not named


def order_key(seed: str, dossier: str) -> str:
    """Where a dossier stands in the draw: `printf '%s%s' SEED ID | sha256sum`, smallest first."""
    return hashlib.sha256(f"{seed}{dossier}".encode()).hexdigest()


def stratum(unit: str, procedure: str | None, quota: Mapping[str, int]) -> str:
    """unit/procedure, or the unit where the quota names the unit as a whole."""
    exact = f"{unit}/{procedure or 'unknown'}"
    return unit if exact not in quota and unit in quota else exact


def pool_digest(strata: Mapping[str, str]) -> str:
    """Names the list drawn from: SHA-256 over its lines "id stratum", by id."""
    lines = "".join(f"{dossier} {strata[dossier]}\n" for dossier in sorted(strata))
    return hashlib.sha256(lines.encode()).hexdigest()


def draw(
    campaign: str,
    seed: str,
    strata: Mapping[str, str],
    quota: Mapping[str, int],
    passed_over: Mapping[str, str] | None = None,
    reason: str = "",
) -> Draw:
    """Take the first of each stratum, as many as its quota says (all, where it has fewer), in the order of the seed.

    strata  dossier -> stratum of everything that may be drawn
    quota   stratum -> how many; "*" for every stratum that is not named
    """
    full = {name: quota.get(name, quota.get(EVERY, 0)) for name in sorted(set(strata.values()) | set(quota) - {EVERY})}
    return Draw(
        campaign=campaign,
        seed=seed,
        pool=tuple(sorted(strata)),
        pool_digest=pool_digest(strata),
        quota=full,
        strata=dict(sorted(strata.items())),
        drawn=_drawn(seed, strata, full),
        passed_over=dict(passed_over or {}),
        reason=reason,
    )


def _drawn(seed: str, strata: Mapping[str, str], quota: Mapping[str, int]) -> tuple[str, ...]:
    taken: Counter[str] = Counter()
    drawn = []
    for dossier in sorted(strata, key=lambda one: (order_key(seed, one), one)):
        if taken[strata[dossier]] < quota.get(strata[dossier], 0):
            taken[strata[dossier]] += 1
            drawn.append(dossier)
    return tuple(drawn)


def verify_draw(draw: Draw) -> bool:
    """Whether list, seed and quota give exactly this result."""
    return (
        draw.pool == tuple(sorted(draw.strata))
        and draw.pool_digest == pool_digest(draw.strata)
        and draw.drawn == _drawn(draw.seed, draw.strata, draw.quota)
    )


def shortfall(draw: Draw) -> dict[str, int]:
    """How many each stratum lacks of its quota; strata that lack nothing are left out."""
    taken = Counter(draw.strata[dossier] for dossier in draw.drawn)
    return {name: wanted - taken[name] for name, wanted in draw.quota.items() if wanted > taken[name]}
