"""What text cannot decide: seals, signatures, pages in ink. The program draws no conclusion and shows the pages to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casereview.checks.model import Evidence, Outcome, Severity, Verdict
from casereview.checks.view import View
from casereview.dossier.model import Paper, Place

_RECORDS = ("F02", "F03", "F04", "F13")
_EVIDENCE = (*_RECORDS[:3], "F05", "X-ID", "X-DOC", "X-PHOTO", "X-APPRAISAL", "X-AV", "X-MONREV")
_FORMS = tuple(f"F{number:02}" for number in range(1, 25))


@dataclass(frozen=True, slots=True)
class Look:
    """An item for a person. forms: the papers whose pages are shown, none: the first and the last page of the dossier;
    last: of each paper the last page alone, where it is signed and sealed. Its word is `check.person.<id>`."""

    severity: Severity
    basis: str
    forms: tuple[str, ...] = ()
    last: bool = False


LOOKS = {
    "R-A04": Look(Severity.MINOR, "practice:"),
    "R-A08": Look(Severity.MINOR, "practice:", _FORMS),
    "R-D04": Look(Severity.VETO, "penalty:59.2", ("F15", "F14"), last=True),
    "R-E03": Look(Severity.MAJOR, "coercion:18;penalty:64", _RECORDS),
    "R-E07": Look(Severity.MINOR, "practice:", ("F06",), last=True),
    "R-E13": Look(Severity.MINOR, "practice:", ("X-REPORT", *_EVIDENCE)),
    "R-P10": Look(Severity.MAJOR, "penalty:57.2", ("X-DISC",)),
}


def to_look_at(view: View) -> Iterator[Outcome]:
    """One outcome an item: unknown with its pages, or not applicable where no paper of it was recognised."""
    for ident, look in LOOKS.items():
        pages = tuple(_pages(look, view))
        there = bool(pages)
        yield Outcome(
            ident,
            f"{ident}.{'person' if there else 'na'}",
            Verdict.UNKNOWN if there else Verdict.NOT_APPLICABLE,
            look.severity,
            view.packs.cite(look.basis),
            f"person.{ident}" if there else "na.no-such-paper",
            {"reason": "person" if there else "no-such-paper"},
            pages,
            "turn.looked" if there else "turn.applies",
            searched=() if there else view.searched(),
        )


def _pages(look: Look, view: View) -> Iterator[Evidence]:
    if not look.forms:
        yield from (_page(view, number) for number in dict.fromkeys((1, len(view.pages))) if view.pages)
        return
    if look.forms[0] == "X-REPORT" and not view.has("X-REPORT"):
        return
    for paper in view.of(*look.forms):
        for number in paper.pages[-1:] if look.last else paper.pages:
            yield _page(view, number, paper)


def _page(view: View, number: int, paper: Paper | None = None) -> Evidence:
    place = Place(*view.page_of[number - 1]) if number <= len(view.page_of) else None
    return Evidence(paper.id if paper else "", paper.title if paper else "", number, place)
