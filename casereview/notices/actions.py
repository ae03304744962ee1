"""What a person can do here: compose a notice, see what is wrong with it, write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from casereview import words
from casereview.checks.course import Course
from casereview.documents.model import Document, PageBreak, Profile
from casereview.errors import CaseReviewError, NotFound
from casereview.ledger.model import Entry
from casereview.notices import (
    circular,
    commendation,
    draw_list,
    follow_up,
    launch,
    opinion,
    proof,
    rectification,
    score_sheet,
    tables,
    typography,
)
from casereview.notices import wording as wordings
from casereview.notices.say import Issue
from casereview.notices.wording import Wording
from casereview.panel.model import Campaign, Draw
from casereview.results.model import DossierResult, Results, UnitResult

KINDS = (
    "launch",
    "draw_list",
    "score_sheet",
    "opinion",
    "rectification",
    "circular",
    "commendation",
    "follow_up",
    "tables",
)
FOR_ONE_UNIT = ("opinion", "rectification")
WITHOUT_RESULTS = ("launch", "draw_list", "follow_up")


class UnknownNotice(CaseReviewError):
    """`kind`, `known`."""

    code = "unknown-notice"


class NoResults(CaseReviewError):
    """Nothing was frozen yet; `campaign`."""

    code = "no-results"


class NoDraw(CaseReviewError):
    """Nothing was drawn yet; `campaign`."""

    code = "no-draw"


class NeedsUnit(CaseReviewError):
    """A notice to one unit without a unit; `kind`."""

    code = "needs-unit"


class NothingToPrint(CaseReviewError):
    """No dossier fits; `kind`, `name`."""

    code = "nothing-to-print"


class NotFitToPrint(CaseReviewError):
    """Grave problems before printing; `problems` in words."""

    code = "not-fit-to-print"


class NoSuchFormat(CaseReviewError):
    """`suffix`."""

    code = "no-such-format"


@dataclass(frozen=True, slots=True)
class Sources:
    """What a notice is made of; only what its kind needs is looked at.

    dossiers  of the draw, by id; names: units by id
    courses   line of time and systems by dossier, of the dossiers whose sheets are wanted and that are at hand
    """

    campaign: Campaign
    results: Results | None = None
    entries: tuple[Entry, ...] = ()
    draw: Draw | None = None
    dossiers: Mapping[str, Any] | None = None
    courses: Mapping[str, Course] | None = None
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notice ready to be looked at: the document, what is wrong with it, and its tables as values."""

    document: Document
    problems: tuple[proof.Problem, ...]
    figures: tuple[tables.Figures, ...] = ()


def wording(kind: str) -> Wording:
    """The shipped wording of a kind, for an editor. Raises UnknownNotice."""
    _known(kind)
    return wordings.load("common" if kind == "tables" else kind)


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise UnknownNotice(kind=kind, known="、".join(KINDS))


def compose(
    kind: str,
    sources: Sources,
    issue: Issue,
    *,
    dossier: str = "",
    unit: str = "",
    texts: Mapping[str, Any] | None = None,
) -> Document:
    """A notice from values. texts: wording as the office has edited it, by key.

    Raises UnknownNotice, NoResults, NoDraw, NeedsUnit, NotFound, NothingToPrint, UnknownPlace.
    """
    say = wording(kind).changed(texts or {})
    return typography.set_in_chinese(_composed(kind, sources, issue, say, dossier, unit))


def _composed(kind: str, sources: Sources, issue: Issue, say: Wording, dossier: str, unit: str) -> Document:
    if kind == "launch":
        return launch.compose(sources.campaign, _rubrics(sources.campaign), issue, say)
    if kind == "draw_list":
        if sources.draw is None:
            raise NoDraw(campaign=sources.campaign.title)
        return draw_list.compose(
            sources.campaign, sources.draw, sources.dossiers or {}, sources.names or {}, issue, say
        )
    if kind == "follow_up":
        if not sources.entries:
            raise NothingToPrint(kind=words.render(f"notice_kind.{kind}"), name=sources.campaign.title)
        return follow_up.compose(sources.campaign, sources.entries, sources.names or {}, issue, say)
    results = sources.results
    if results is None:
        raise NoResults(campaign=sources.campaign.title)
    match kind:
        case "score_sheet":
            return score_sheet.compose(results, issue, say, _sheets(results, dossier, unit), sources.courses)
        case "opinion":
            return opinion.compose(results, issue, say, _unit(results, kind, unit))
        case "rectification":
            one = _unit(results, kind, unit)
            own = [entry for entry in sources.entries if entry.unit in (one.unit, one.name)]
            return rectification.compose(results, issue, say, one, own)
        case "circular":
            return circular.compose(results, issue, say, sources.entries)
        case "commendation":
            if not commendation.excellent(results):
                raise NothingToPrint(kind=words.render(f"notice_kind.{kind}"), name=results.title)
            return commendation.compose(results, issue, say)
        case _:
            return _tables(results, issue)


def _rubrics(campaign: Campaign) -> list[Any]:
    from casereview.rubric.files import from_json

    wanted = dict.fromkeys((*campaign.main.values(), *campaign.beside))
    return [from_json(campaign.rubrics[digest]) for digest in wanted if digest in campaign.rubrics]


def _sheets(results: Results, dossier: str, unit: str) -> list[DossierResult]:
    """One dossier by id, beginning of an id or case number; else those of a unit; else all. The main sheet comes first."""
    found = list(results.dossiers)
    if dossier:
        found = [one for one in found if dossier in (one.dossier, one.case_no) or one.dossier.startswith(dossier)]
    if unit:
        named = _unit(results, "score_sheet", unit)
        found = [one for one in found if one.unit == named.unit]
    if not found:
        raise NotFound(what=words.render("thing.dossier_result"), name=dossier or unit or "-")
    order = {ident: place for place, ident in enumerate(dict.fromkeys(one.dossier for one in found))}
    return sorted(found, key=lambda one: (order[one.dossier], not one.main))


def _unit(results: Results, kind: str, unit: str) -> UnitResult:
    if not unit:
        raise NeedsUnit(kind=words.render(f"notice_kind.{kind}"))
    for one in results.units:
        if unit in (one.unit, one.name):
            return one
    raise NotFound(what=words.render("thing.unit"), name=unit)


def _tables(results: Results, issue: Issue) -> Document:
    blocks: list[Any] = []
    for number, figures in enumerate(tables.every(results)):
        blocks += [PageBreak(landscape=True)] if number else []
        blocks += [figures.as_table(size=9.0)]
    return Document(Profile.FORM, f"{results.title} 统计表", tuple(blocks), author=issue.body, landscape=True)


def prepare(
    db: Database,
    kind: str,
    campaign_id: str = "",
    *,
    issued: date,
    dossier: str = "",
    unit: str = "",
    number: str = "",
    deadline: date | None = None,
    today: date | None = None,
    texts: Mapping[str, Any] | None = None,
) -> Prepared:
    """A notice of a campaign with what is wrong with it, for a preview."""
    _known(kind)
    sources = gather(db, kind, campaign_id)
    if kind == "score_sheet" and sources.results is not None:
        sources = replace(sources, courses=_courses(db, _sheets(sources.results, dossier, unit)))
    found = sources.campaign
    issue = Issue(
        issued,
        body=found.body,
        organ_code=found.organ_code,
        number=number,
        deadline=deadline,
        members=len(found.members),
        readers=found.readers,
    )
    document = compose(kind, sources, issue, dossier=dossier, unit=unit, texts=texts)
    problems = proof.read(document, issue, sources.results, today)
    figures = tables.every(sources.results) if sources.results and kind in ("circular", "tables") else []
    return Prepared(document, tuple(problems), tuple(figures))


def gather(db: Database, kind: str, campaign_id: str) -> Sources:
    """What a kind of notice needs, read from the workspace."""
    from casereview.panel import campaigns
    from casereview.results import actions as results

    found = campaigns.campaign(db, campaign_id)
    if kind == "launch":
        return Sources(found)
    if kind == "draw_list":
        return _drawn(db, found)
    if kind == "follow_up":
        return Sources(found, entries=_entries(db, found), names=_names(db, results.latest(db, found.id)))
    frozen = results.latest(db, found.id)
    if frozen is None:
        raise NoResults(campaign=found.title)
    entries = _entries(db, found) if kind in ("circular", "rectification") else ()
    return Sources(found, frozen, entries)


def _courses(db: Database, sheets: list[DossierResult]) -> dict[str, Course]:
    """Of the dossiers that this workspace holds: results may have come without them."""
    from casereview.checks import actions as checks
    from casereview.dossier import actions as dossiers

    found = {}
    for ident in dict.fromkeys(one.dossier for one in sheets if one.main):
        try:
            reading = dossiers.reading(db, ident)
        except NotFound:
            continue
        found[ident] = checks.course(reading, checks.outcomes(db, ident))
    return found


def _entries(db: Database, found: Campaign) -> tuple[Entry, ...]:
    from casereview.ledger import actions as ledger

    return tuple(ledger.entries(db, campaign=found.id))


def _names(db: Database, frozen: Results | None = None) -> dict[str, str]:
    """Units by id: as the register has them, else as the results named them."""
    from casereview.units import actions as units

    named = {unit.unit: unit.name for unit in frozen.units} if frozen else {}
    return named | {unit.id: unit.name for unit in units.units(db)}


def _drawn(db: Database, found: Campaign) -> Sources:
    from casereview.dossier import actions as dossiers
    from casereview.panel import campaigns

    draw = campaigns.drawn(db, found.id)
    if draw is None:
        raise NoDraw(campaign=found.title)
    known = {ident: dossiers.get(db, ident) for ident in draw.drawn}
    return Sources(found, draw=draw, dossiers=known, names=_names(db))


def produce(
    db: Database,
    kind: str,
    campaign_id: str,
    out: Path,
    *,
    issued: date,
    dossier: str = "",
    unit: str = "",
    number: str = "",
    deadline: date | None = None,
    today: date | None = None,
    texts: Mapping[str, Any] | None = None,
    draft: bool = False,
) -> Path:
    """Write a notice; the suffix decides .docx, .pdf or, for tables, .xlsx.

    draft  write it in spite of grave problems
    Raises NotFitToPrint, NoSuchFormat and what `compose` raises.
    """
    prepared = prepare(
        db, kind, campaign_id, issued=issued, dossier=dossier, unit=unit, number=number, deadline=deadline,
        today=today, texts=texts,
    )  # fmt: skip
    grave = proof.grave(prepared.problems)
    if grave and not draft:
        raise NotFitToPrint(problems="；".join(in_words(problem) for problem in grave))
    content = written(prepared, out.suffix.lower())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    return out


def in_words(problem: proof.Problem, language: str = "zh") -> str:
    return words.render(f"notice_problem.{problem.code}", language, **problem.parameters)


def written(prepared: Prepared, suffix: str) -> bytes:
    """The bytes of a notice in one format. Raises NoSuchFormat."""
    if suffix == ".docx":
        from casereview.documents import docx

        return docx.write(prepared.document)
    if suffix == ".pdf":
        from casereview.documents import pdf

        return pdf.write(prepared.document)
    if suffix == ".xlsx" and prepared.figures:
        return tables.workbook(prepared.figures)
    raise NoSuchFormat(suffix=suffix or "-")
