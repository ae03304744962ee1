"""From what a reader means to what is recorded: the payload of a mark, and the marks it replaces. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from casereview.dossier.model import Box, Reading
from casereview.marking.model import Mark, MarkKind, MarkPayload, Seen
from casereview.rubric.model import Deduction, Item

JUDGES = {MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE}


@dataclass(frozen=True, slots=True)
class Said:
    """What will be recorded, and the current marks that it stands in place of."""

    payload: MarkPayload
    replaces: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Sitting:
    """Where one marks: ids of campaign and dossier, digest of the rubric, the reader's current marks."""

    campaign: str
    dossier: str
    rubric: str
    marks: tuple[Mark, ...]

    def at(self, item: str, *kinds: MarkKind) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.said.item == item and mark.said.kind in (kinds or JUDGES))

    def payload(self, kind: MarkKind, item: str, **more: object) -> MarkPayload:
        values = {"campaign": self.campaign, "dossier": self.dossier, "rubric": self.rubric, "kind": kind, "item": item}
        return MarkPayload.model_validate({**values, **more})


def deduct(
    at: Sitting,
    item: Item,
    deduction: Deduction,
    seen: Sequence[Seen],
    count: int = 1,
    note: str = "",
    outcome: str = "",
) -> Said:
    """A deduction with its evidence. A further occurrence of one that counts joins its mark: counts and places add up.

    A level stands in place of every other judgement of its item.
    """
    if deduction.level:
        evidence = tuple(seen)
        payload = at.payload(
            MarkKind.DEDUCT, item.id, deduction=deduction.id, note=note, evidence=evidence, outcome=outcome
        )
        return Said(payload, at.at(item.id))
    before = [m for m in at.at(item.id, MarkKind.DEDUCT) if m.said.deduction == deduction.id]
    other = at.at(item.id, MarkKind.FULL, MarkKind.NOT_APPLICABLE)
    places = [place for mark in before for place in mark.said.evidence]
    places += [place for place in seen if place not in places]
    notes = [mark.said.note for mark in before if mark.said.note] + ([note] if note else [])
    payload = at.payload(
        MarkKind.DEDUCT,
        item.id,
        deduction=deduction.id,
        count=1 if deduction.once else sum(mark.said.count for mark in before) + count,
        note="；".join(dict.fromkeys(notes)),
        evidence=tuple(places),
        outcome=outcome,
    )
    return Said(payload, (*before, *other))


def full(at: Sitting, item: str) -> Said:
    """Looked at, nothing found: stands in place of every judgement of this item."""
    return Said(at.payload(MarkKind.FULL, item), at.at(item))


def not_applicable(at: Sitting, item: str, reason: str, note: str = "") -> Said:
    return Said(at.payload(MarkKind.NOT_APPLICABLE, item, reason=reason, note=note), at.at(item))


def veto(at: Sitting, ident: str, seen: Sequence[Seen], note: str) -> Said:
    return Said(
        at.payload(MarkKind.VETO, ident, evidence=tuple(seen), note=note),
        at.at(ident, MarkKind.VETO),
    )


def bonus(at: Sitting, ident: str, points: Decimal, seen: Sequence[Seen], note: str) -> Said:
    payload = at.payload(MarkKind.BONUS, ident, points=points, evidence=tuple(seen), note=note)
    return Said(payload, at.at(ident, MarkKind.BONUS))


def remark(at: Sitting, kind: MarkKind, item: str, seen: Sequence[Seen], note: str) -> Said:
    """A strong point (亮点) or a flag for the leader: beside the score, as many as one likes."""
    return Said(at.payload(kind, item, evidence=tuple(seen), note=note))


def again(at: Sitting, old: Mark) -> Said:
    """What was said once, said again in place of the judgements that stand now; a remark stands beside them."""
    said = old.said
    if said.kind in JUDGES:
        return Said(said, at.at(said.item))
    return Said(said, at.at(said.item, said.kind) if said.kind in (MarkKind.VETO, MarkKind.BONUS) else ())


def seen_at(reading: Reading, page: int, box: Box | None) -> Seen:
    """A place on a page of the dossier (from 1), with the words in the box."""
    file, number = reading.page_of[page - 1]
    return Seen(
        file=file,
        page=number,
        dossier_page=page,
        box=(round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2)) if box else None,
        text=words_in(reading, page, box) if box else "",
    )


def seen_picked(reading: Reading, page: int, boxes: Sequence[Box]) -> Seen:
    """Text that was picked on a page, line by line, as evidence: the box around it, and only the words that were picked."""
    around = Box(
        min(box.x0 for box in boxes),
        min(box.y0 for box in boxes),
        max(box.x1 for box in boxes),
        max(box.y1 for box in boxes),
    )
    words = [words_in(reading, page, box) for box in boxes]
    return seen_at(reading, page, around).model_copy(update={"text": "\n".join(word for word in words if word)})


def words_in(reading: Reading, page: int, box: Box) -> str:
    """The characters whose middle lies in the box."""
    lines: list[str] = []
    for run in reading.pages[page - 1].runs:
        middle = (run.box.y0 + run.box.y1) / 2
        if not box.y0 <= middle <= box.y1:
            continue
        parts = [run.part(n, n + 1) for n in range(len(run.text))]
        inside = [c for c, part in zip(run.text, parts) if box.x0 <= (part.x0 + part.x1) / 2 <= box.x1]
        if inside:
            lines.append("".join(inside).strip())
    return "\n".join(line for line in lines if line)


def not_found(reading: Reading, forms: Sequence[str], terms: Sequence[str] = ()) -> Seen:
    """未见: the papers of these forms were searched, or every paper where none of them is in the dossier."""
    looked = [paper for paper in reading.papers if paper.form in forms] or list(reading.papers)
    pages = sorted({page for paper in looked for page in paper.pages}) or list(range(1, len(reading.pages) + 1))
    return Seen(kind="not_found", papers=tuple(paper.title for paper in looked), pages=tuple(pages), terms=tuple(terms))
