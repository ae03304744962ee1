"""Codes and ids as people say them: a word of the catalogue, a unit's name, points without idle zeros."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.units import actions as units
from ui.kit.session import Session


def word(session: Session, table: str, code: str | None) -> str:
    """The word of a code in the window's language; the code itself where the catalogue has none, "" for none."""
    if not code:
        return ""
    said = session.say(f"{table}.{code}")
    return code if said == f"{table}.{code}" else said


def unit_names(session: Session) -> dict[str, str]:
    """Unit id -> name. The short form is what stands in case numbers, and says little by itself."""
    return {unit.id: unit.name for unit in units.units(session.db)}


def number(value: Decimal | float | int | None) -> str:
    """2.00 -> 2, 0.50 -> 0.5, None -> —."""
    if value is None:
        return "—"
    text = f"{Decimal(str(value)):f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def share(value: float | None) -> str | None:
    """0.834 -> 83.4 %."""
    return None if value is None else f"{value * 100:.1f} %"


def dossiers_named(session: Session, idents: Iterable[str]) -> dict[str, Dossier]:
    """Dossiers by id, in one question to the database; what is not held is left out."""
    wanted = tuple(dict.fromkeys(idents))
    found = dossiers.dossiers(session.db, dossiers.Filter(ids=wanted), limit=len(wanted)) if wanted else []
    return {str(one.id): one for one in found}
