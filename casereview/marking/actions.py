"""What a reader can do: mark, take back, seal, and what stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.dossier import actions as dossiers
from casereview.errors import CaseReviewError
from casereview.marking import store
from casereview.marking.consistency import Contradiction, bare, warnings
from casereview.marking.model import (
    MARK,
    REOPENED,
    SEALED,
    WITHDRAWN,
    Context,
    Mark,
    MarkKind,
    MarkPayload,
    Past,
    ReopenPayload,
    SealPayload,
    Sheet,
    WithdrawnPayload,
)
from casereview.marking.sheet import score
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.rubric.model import Rubric, Subject

_JUDGES = (MarkKind.FULL, MarkKind.NOT_APPLICABLE)


class NoSuchItem(CaseReviewError):
    """The rubric has no such item, deduction, veto or bonus; `item`, `rubric`."""

    code = "no-such-item"


class ReasonNeeded(CaseReviewError):
    """Not applicable, and reopening, need a reason; `item` or `dossier` in `about`."""

    code = "reason-needed"


class NotYourMark(CaseReviewError):
    """Only who made a mark takes it back or changes it; `reader`."""

    code = "not-your-mark"


class NotReady(CaseReviewError):
    """A sheet that cannot be sealed yet.

    open       ids of items that nobody marked; conflicts: those with two current values
    bare       ids of marks that deduct without evidence; items_bare: their items
    shown      the same as typed codes, for the sentence
    """

    code = "not-ready"


class AlreadySealed(CaseReviewError):
    """The sheet is sealed; `dossier`, `reader`."""

    code = "already-sealed"


class NotSealed(CaseReviewError):
    """There is no seal to reopen; `dossier`, `reader`."""

    code = "not-sealed"


def set_mark(
    db: Database, by: Author, said: MarkPayload, replaces: Sequence[str] = (), *, rubric: Rubric | None = None
) -> tuple[Changes, Mark]:
    """Record a mark. Without `replaces` it takes the place of the author's own current marks that it answers:

    a deduction that of the same deduction, full marks and not applicable of each other; a deduction also takes the
    place of full marks or not applicable. Deductions are never dropped unseen: full marks beside one is a conflict shown.
    Of an item judged by levels (the rubric given) a level takes the place of the other levels.
    Raises ReasonNeeded, NotYourMark, and with `rubric` given NoSuchItem.
    """
    if rubric is not None:
        _known(rubric, said)
    if said.kind is MarkKind.NOT_APPLICABLE and not said.reason.strip():
        raise ReasonNeeded(about=said.item)
    with record.writing(db):
        old = _own(db, by, replaces) if replaces else _answered(db, by, said, levels=_by_levels(rubric, said))
        event = record.append(db, by, MARK, said.dossier, said, [mark.id for mark in old])
        store.restate(db, [said.dossier])
    return Changes(marks=frozenset({said.dossier})), Mark(event.id, event.actor, event.at, said)


def set_marks(
    db: Database, by: Author, sayings: Sequence[MarkPayload], *, rubric: Rubric | None = None
) -> tuple[Changes, list[Mark]]:
    """Several marks as one step, each as `set_mark` would: the same finding in similar dossiers. All or none; `undo` takes them all."""
    changes, made = NOTHING, []
    with record.writing(db):
        for said in sayings:
            more, mark = set_mark(db, by, said, rubric=rubric)
            changes |= more
            made.append(mark)
    return changes, made


def _known(rubric: Rubric, said: MarkPayload) -> None:
    named = {
        MarkKind.VETO: {veto.id for veto in rubric.vetoes},
        MarkKind.BONUS: {bonus.id for bonus in rubric.bonus},
    }.get(said.kind, {item.id for item in rubric.items})
    # A strong point or a flag may be about the dossier as a whole.
    free = said.kind in (MarkKind.STRENGTH, MarkKind.FLAG) and not said.item
    if said.item not in named and not free:
        raise NoSuchItem(item=said.item, rubric=rubric.title)
    if said.kind is MarkKind.DEDUCT and said.deduction not in {d.id for d in rubric.item(said.item).deductions}:
        raise NoSuchItem(item=f"{said.item} {said.deduction}".strip(), rubric=rubric.title)


def _own(db: Database, by: Author, ids: Sequence[str]) -> list[Mark]:
    found = [mark for ident in ids if (mark := store.mark(db, ident)) is not None]
    for mark in found:
        if mark.reader != by.name:
            raise NotYourMark(reader=mark.reader)
    return found


def _by_levels(rubric: Rubric | None, said: MarkPayload) -> bool:
    return rubric is not None and said.kind in (MarkKind.DEDUCT, *_JUDGES) and bool(rubric.item(said.item).best)


def _answered(db: Database, by: Author, said: MarkPayload, *, levels: bool = False) -> list[Mark]:
    """The author's current marks whose place a new one takes."""
    same = [
        mark
        for mark in store.current_marks(db, said.campaign, said.dossier, by.name)
        if (mark.said.rubric, mark.said.item) == (said.rubric, said.item)
    ]
    if levels:
        return [m for m in same if m.said.kind in (MarkKind.DEDUCT, *_JUDGES)]
    if said.kind is MarkKind.DEDUCT:
        return [
            m for m in same if m.said.kind in _JUDGES or (m.said.kind, m.said.deduction) == (said.kind, said.deduction)
        ]
    if said.kind in _JUDGES:
        return [m for m in same if m.said.kind in _JUDGES]
    if said.kind in (MarkKind.VETO, MarkKind.BONUS):
        return [m for m in same if m.said.kind is said.kind]
    return []


def withdraw(db: Database, by: Author, mark_ids: Sequence[str], reason: str = "") -> Changes:
    """Take own marks back. Marks that are gone already are passed over. Raises NotYourMark."""
    with record.writing(db):
        marks = [mark for mark in _own(db, by, mark_ids) if store.is_current(db, mark.id)]
        touched = {mark.said.dossier for mark in marks}
        for dossier in sorted(touched):
            ids = tuple(mark.id for mark in marks if mark.said.dossier == dossier)
            record.append(db, by, WITHDRAWN, dossier, WithdrawnPayload(marks=ids, reason=reason), ids)
        store.restate(db, touched)
    return Changes(marks=frozenset(touched)) if touched else NOTHING


def undo(db: Database, by: Author, mark_ids: Sequence[str]) -> tuple[Changes, list[Mark]]:
    """Undo setting these marks: what each replaced is said again in its place, or it is withdrawn. Gives the marks that stand again.

    Redo is `set_mark` with what was said. Raises NotYourMark.
    """
    back: list[Mark] = []
    with record.writing(db):
        marks = [mark for mark in _own(db, by, mark_ids) if store.is_current(db, mark.id)]
        for mark in marks:
            for old in store.replaced(db, mark.id):
                event = record.append(db, by, MARK, old.said.dossier, old.said, [mark.id])
                back.append(Mark(event.id, event.actor, event.at, old.said))
        changes = withdraw(db, by, [mark.id for mark in marks if store.is_current(db, mark.id)])
        store.restate(db, {mark.said.dossier for mark in marks})
    return changes | Changes(marks=frozenset(mark.said.dossier for mark in back)), back


def marks(db: Database, campaign: str, dossier: str, reader: str | None = None) -> list[Mark]:
    """The marks that count: what nothing replaces, or for a sealed sheet exactly what its seal saw. Of all readers if `reader` is None."""
    sealed_ids: dict[tuple[str, str], set[str]] = {}
    for event, said in store.seals(db, campaign, dossier, reader):
        sealed_ids.setdefault((event.actor, said.rubric), set()).update(said.marks)
    current = store.current_marks(db, campaign, dossier, reader)
    free = [mark for mark in current if (mark.reader, mark.said.rubric) not in sealed_ids]
    known = {mark.id: mark for mark in current}
    held = [known.get(ident) or store.mark(db, ident) for ids in sealed_ids.values() for ident in ids]
    return sorted([*free, *(mark for mark in held if mark is not None)], key=lambda mark: (mark.at, mark.id))


def late_marks(db: Database, campaign: str, dossier: str, reader: str | None = None) -> list[Mark]:
    """Marks made after a seal: shown, and not counted until the sheet is reopened."""
    counted = {mark.id for mark in marks(db, campaign, dossier, reader)}
    return [mark for mark in store.current_marks(db, campaign, dossier, reader) if mark.id not in counted]


def history(db: Database, campaign: str, dossier: str, reader: str, item: str, rubric_digest: str) -> list[Past]:
    """All that a reader ever said of an item (a veto, a bonus) under a rubric, newest first: what stands, and what no longer does."""
    standing = {mark.id for mark in marks(db, campaign, dossier, reader)}
    said = [mark for mark in store.every_mark(db, campaign, dossier, reader) if mark.said.item == item]
    own = [mark for mark in said if mark.said.rubric == rubric_digest]
    return [Past(mark, mark.id in standing, store.ended(db, mark.id)) for mark in reversed(own)]


def sealed(db: Database, campaign: str, dossier: str, reader: str, rubric_digest: str = "") -> bool:
    """Whether a reader's sheet is sealed (of any rubric, if none is named): undo ends there."""
    found = store.seals(db, campaign, dossier, reader)
    return any(rubric_digest in ("", said.rubric) for _, said in found)


def sheet_of(
    db: Database,
    rubric: Rubric,
    campaign: str,
    dossier: str,
    reader: str,
    context: Context,
    *,
    subject: Subject | None = None,
    confirmed_vetoes: Collection[str] = frozenset(),
) -> Sheet:
    """A reader's sheet as it stands. `dossier` is a unit's id where `subject` is the unit."""
    return score(
        rubric,
        marks(db, campaign, dossier, reader),
        context,
        reader=reader,
        confirmed_vetoes=confirmed_vetoes,
        sealed=sealed(db, campaign, dossier, reader, rubric.digest),
        subject=subject,
        dossier=dossier,
    )


def seal(
    db: Database,
    by: Author,
    rubric: Rubric,
    campaign: str,
    dossier: str,
    context: Context,
    *,
    subject: Subject | None = None,
) -> Changes:
    """Seal the author's own sheet: it stores the marks it saw and their digest, and clears undo.

    Raises AlreadySealed; NotReady with what is open, contradictory or without evidence.
    """
    with record.writing(db):
        if sealed(db, campaign, dossier, by.name, rubric.digest):
            raise AlreadySealed(dossier=dossier, reader=by.name)
        sheet = sheet_of(db, rubric, campaign, dossier, by.name, context, subject=subject)
        seen = [mark for mark in marks(db, campaign, dossier, by.name) if mark.said.rubric == rubric.digest]
        _ready(rubric, sheet, seen)
        ids = tuple(sorted(mark.id for mark in seen))
        said = SealPayload(
            campaign=campaign,
            dossier=dossier,
            rubric=rubric.digest,
            marks=ids,
            digest=seal_digest(rubric.digest, ids),
            score="" if sheet.score is None else str(sheet.score),
            grade=sheet.graded,
        )
        record.append(db, by, SEALED, dossier, said)
        store.restate(db, [dossier])
    return Changes(marks=frozenset({dossier}), dossiers=frozenset({dossier}))


def seal_digest(rubric_digest: str, mark_ids: Collection[str]) -> str:
    """What a seal saw, as one number: a mark's id is the hash of its content."""
    return record.digest_of({"rubric": rubric_digest, "marks": sorted(mark_ids)})


def _ready(rubric: Rubric, sheet: Sheet, seen: Sequence[Mark]) -> None:
    conflicts = tuple(line.item for line in sheet.lines if line.state == "conflict")
    unmarked = tuple(line.item for line in sheet.lines if line.state == "open")
    without = bare(seen)
    if not (conflicts or unmarked or without):
        return
    items_bare = tuple(sorted({mark.said.item for mark in without}))
    shown = {
        f"{name}_shown": "、".join(rubric.position(item) for item in items) or "-"
        for name, items in (("open", unmarked), ("conflicts", conflicts), ("bare", items_bare))
    }
    raise NotReady(
        open=unmarked, conflicts=conflicts, bare=tuple(mark.id for mark in without), items_bare=items_bare, **shown
    )


def reopen(
    db: Database, by: Author, campaign: str, dossier: str, rubric_digest: str, reason: str, *, reader: str = ""
) -> Changes:
    """Reopen a sealed sheet, the author's own or that of `reader`. Raises ReasonNeeded, NotSealed."""
    whose = reader or by.name
    if not reason.strip():
        raise ReasonNeeded(about=dossier)
    with record.writing(db):
        found = [event.id for event, said in store.seals(db, campaign, dossier, whose) if said.rubric == rubric_digest]
        if not found:
            raise NotSealed(dossier=dossier, reader=whose)
        said = ReopenPayload(campaign=campaign, dossier=dossier, rubric=rubric_digest, reader=whose, reason=reason)
        record.append(db, by, REOPENED, dossier, said, found)
        store.restate(db, [dossier])
    return Changes(marks=frozenset({dossier}), dossiers=frozenset({dossier}))


def consistency(
    db: Database, rubric: Rubric, campaign: str, dossier: str, reader: str, context: Context
) -> list[Contradiction]:
    """What contradicts itself in a reader's sheet."""
    sheet = sheet_of(db, rubric, campaign, dossier, reader, context)
    return warnings(rubric, sheet, marks(db, campaign, dossier, reader))


def marked_copy(
    db: Database,
    rubric: Rubric,
    campaign: str,
    dossier: str,
    reader: str,
    context: Context,
    out: Path,
    *,
    language: str = "zh",
    progress: Progress = silent,
) -> Path:
    """Write a PDF of the dossier with a reader's marks drawn on its pages and listed at its end. Raises NotFound, PageUnshown."""
    from casereview.marking.copy import Source, write_copy

    one, reading = dossiers.get(db, dossier), dossiers.reading(db, dossier)
    sources = [Source(*dossiers.file_to_show(db, reading, page)) for page in range(1, len(reading.page_of) + 1)]
    sheet = sheet_of(db, rubric, campaign, one.id, reader, context)
    said = marks(db, campaign, one.id, reader)
    title = one.case_no or one.name
    return write_copy(out, rubric, reading, sources, said, sheet, title, language=language, progress=progress)


def restate(db: Database, idents: Collection[str]) -> Changes:
    """Bring the list's state of dossiers up to the record, after a merge or a rebuild."""
    with record.writing(db):
        store.restate(db, idents)
    return Changes(dossiers=frozenset(idents))


def sealed_by(db: Database, digest: str) -> bool:
    """Whether any sheet under this version of a rubric is sealed."""
    return any(event.payload.get("rubric") == digest for event in record.current(db, SEALED))
