"""The same finding in other dossiers: what the checks say there of a deduction that a reader has made here. A person ticks each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Dossier
from casereview.marking import actions
from casereview.marking.hints import Hint, alike, draft
from casereview.marking.model import MarkKind, MarkPayload
from casereview.progress import Progress, silent
from casereview.rubric.model import Rubric

_JUDGES = (MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Similar:
    """A dossier in which the checks propose the same deduction, with the hint and its evidence."""

    dossier: Dossier
    hint: Hint


def similar(
    db: Database,
    rubric: Rubric,
    campaign: str,
    reader: str,
    deduction: str,
    idents: Sequence[str],
    *,
    judged_only: bool,
    progress: Progress = silent,
) -> list[Similar]:
    """Among these dossiers those where the deduction is proposed with a place to look at, and the reader has not made it.

    judged_only  only where the reader has judged the item already: while a review hides hints, nobody sees one before
    Dossiers that the reader has sealed are passed over.
    """
    item = next(item.id for item in rubric.items for one in item.deductions if one.id == deduction)
    weak = checks.hinting_rules(db)
    found: list[Similar] = []
    for done, ident in enumerate(idents, 1):
        progress(done, len(idents))
        if actions.sealed(db, campaign, ident, reader, rubric.digest):
            continue
        own = [m.said for m in actions.marks(db, campaign, ident, reader) if m.said.rubric == rubric.digest]
        if any(said.deduction == deduction for said in own):
            continue
        if judged_only and not any(said.item == item and said.kind in _JUDGES for said in own):
            continue
        hints = alike(rubric, deduction, {ident: checks.outcomes(db, ident, hinting=weak)})
        best = next((hint for _, hint in hints if hint.evidence), None)
        if best is not None:
            found.append(Similar(dossiers.get(db, ident), best))
    return found


def sayings(
    rubric: Rubric, campaign: str, chosen: Iterable[Similar], *, count: int = 1, note: str = ""
) -> list[MarkPayload]:
    """The marks that the chosen ones make, each with the evidence of its own dossier: for `actions.set_marks`."""
    return [
        draft(one.hint, rubric, campaign, str(one.dossier.id), count=count).model_copy(update={"note": note})
        for one in chosen
    ]
