"""What readers say of the same item, side by side: do they agree, who settles it, did something change since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from casereview.marking.model import Line, Mark, MarkKind, Seen, Sheet
from casereview.panel.model import Decision, Dispute
from casereview.record import digest_of
from casereview.rubric.model import Rubric

Lost = tuple[tuple[str, int], ...]
_AWAY = ("not_applicable", "inapplicable")


@dataclass(frozen=True, slots=True)
class Voice:
    """What one reader says of an item. kind: "deduct" "full" "not_applicable" "conflict" "bonus" "veto" "no_veto"."""

    kind: str
    earned: Decimal
    lost: Lost = ()


@dataclass(frozen=True, slots=True)
class Question:
    """An item (or veto, or bonus) of a dossier before the panel.

    state  "waiting" for sealed sheets · "agreed", can be settled by `rule` · "disputed", `why` · "decided"
    rule   "identical" "within-tolerance"; of: whose lines stand then (the milder reader's: doubt favours the unit)
    seen   digest of the marks
    """

    dossier: str
    rubric: str
    item: str
    state: Literal["waiting", "agreed", "disputed", "decided"]
    voices: dict[str, Voice]
    seen: str
    evidence: tuple[Seen, ...] = ()
    why: str = ""
    rule: str = ""
    of: str = ""

    def dispute(self, campaign: str) -> Dispute:
        earned = {reader: voice.earned for reader, voice in self.voices.items()}
        lost = {reader: voice.lost for reader, voice in self.voices.items()}
        return Dispute(campaign, self.dossier, self.rubric, self.item, earned, lost, self.why, self.seen)


@dataclass(frozen=True, slots=True)
class Before:
    """What the panel said so far of one dossier under one rubric: decisions by item, people who confirmed a veto."""

    decisions: Mapping[str, Sequence[Decision]]
    confirmed: Mapping[str, frozenset[str]]

    @property
    def standing(self) -> frozenset[str]:
        """Vetoes that two different people have confirmed."""
        return frozenset(veto for veto, people in self.confirmed.items() if len(people) >= 2)


def seen_digest(marks: Collection[Mark]) -> str:
    """What a decision saw: the marks, by their ids."""
    return digest_of(sorted(mark.id for mark in marks))


def questions(
    rubric: Rubric,
    dossier: str,
    sheets: Mapping[str, Sheet],
    marks: Sequence[Mark],
    before: Before,
    readers: Collection[str],
    tolerance: Decimal,
) -> list[Question]:
    """Every item, veto and bonus on which the panel has something to say, in the order of the rubric.

    sheets  sealed sheets by reader; readers: who must have sealed before anything is compared
    marks   what these sheets are made of
    """
    waiting = not sheets or not set(readers) <= set(sheets)
    by_item: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.said.rubric == rubric.digest and mark.reader in sheets:
            by_item.setdefault(mark.said.item, []).append(mark)
    found = [
        _question(dossier, rubric, item, voices, by_item.get(item, []), before, waiting, tolerance)
        for item, voices in _voices(rubric, sheets, by_item)
    ]
    for veto in rubric.vetoes:
        said = [mark for mark in by_item.get(veto.id, []) if mark.said.kind is MarkKind.VETO]
        if said or before.decisions.get(veto.id) or before.confirmed.get(veto.id):
            found.append(_veto(dossier, rubric, veto.id, sheets, said, before, waiting))
    return found


def _voices(
    rubric: Rubric, sheets: Mapping[str, Sheet], by_item: Mapping[str, list[Mark]]
) -> list[tuple[str, dict[str, Voice]]]:
    found = []
    for item in (line.item for line in next(iter(sheets.values())).lines) if sheets else ():
        lines = {reader: sheet.line(item) for reader, sheet in sheets.items()}
        if any(line.state != "inapplicable" for line in lines.values()):
            found.append((item, {reader: _voice(line) for reader, line in lines.items()}))
    for bonus in rubric.bonus:
        given = [mark for mark in by_item.get(bonus.id, []) if mark.said.kind is MarkKind.BONUS]
        if given:
            points = {m.reader: bonus.points if m.said.points is None else m.said.points for m in given}
            found.append((bonus.id, {r: Voice("bonus", points.get(r, Decimal(0))) for r in sheets}))
    return found


def _voice(line: Line) -> Voice:
    lost = tuple(sorted((deduction, count) for deduction, count, _ in line.lost))
    if line.state in _AWAY:
        return Voice("not_applicable", line.earned)
    if line.state in ("conflict", "open"):
        return Voice("conflict", line.earned, lost)
    return Voice("deduct" if lost else "full", line.earned, lost)


def _question(
    dossier: str,
    rubric: Rubric,
    item: str,
    voices: dict[str, Voice],
    marks: list[Mark],
    before: Before,
    waiting: bool,
    tolerance: Decimal,
) -> Question:
    seen = seen_digest(marks)
    evidence = tuple(dict.fromkeys(piece for mark in marks for piece in mark.said.evidence))
    base = Question(dossier, rubric.digest, item, "waiting", voices, seen, evidence)
    decided = _decided(base, before.decisions.get(item, ()), waiting)
    if decided or waiting:
        return decided or base
    why, rule, of = _compare(voices, tolerance)
    return _with(base, "disputed" if why else "agreed", why, rule, of)


def _with(
    base: Question, state: Literal["agreed", "disputed", "decided"], why: str, rule: str = "", of: str = ""
) -> Question:
    return Question(base.dossier, base.rubric, base.item, state, base.voices, base.seen, base.evidence, why, rule, of)


def _decided(base: Question, decisions: Sequence[Decision], waiting: bool) -> Question | None:
    """A decision holds until other marks are there than it saw; two that differ are a conflict."""
    if not decisions:
        return None
    if len({(one.kind, one.lost, one.points) for one in decisions}) > 1:
        return _with(base, "disputed", "conflict")
    if waiting or any(one.seen == base.seen for one in decisions):
        return _with(base, "decided", "")
    return _with(base, "disputed", "reopened")


def _compare(voices: Mapping[str, Voice], tolerance: Decimal) -> tuple[str, str, str]:
    """(why it is disputed, or the rule that settles it, whose lines stand)."""
    said = list(voices.values())
    milder = min(voices, key=lambda reader: (-voices[reader].earned, reader))
    kinds = {voice.kind for voice in said}
    if "conflict" in kinds:
        return "conflict", "", ""
    if len({(voice.kind, voice.lost, voice.earned) for voice in said}) == 1:
        return "", "identical", milder
    if "not_applicable" in kinds:
        return "not_applicable", "", ""
    difference = max(voice.earned for voice in said) - min(voice.earned for voice in said)
    if kinds == {"bonus"}:
        return "bonus", "", ""
    if tolerance and difference <= tolerance:
        return "", "within-tolerance", milder
    return ("points" if difference else "lines"), "", ""


def _veto(
    dossier: str,
    rubric: Rubric,
    veto: str,
    sheets: Mapping[str, Sheet],
    marks: list[Mark],
    before: Before,
    waiting: bool,
) -> Question:
    """A veto always goes to a person: it stands when two have confirmed it, and falls by a decision."""
    proposed = {mark.reader for mark in marks}
    voices = {r: Voice("veto" if r in proposed else "no_veto", Decimal(0)) for r in sheets}
    evidence = tuple(dict.fromkeys(piece for mark in marks for piece in mark.said.evidence))
    base = Question(dossier, rubric.digest, veto, "waiting", voices, seen_digest(marks), evidence)
    if veto in before.standing:
        return _with(base, "decided", "")
    decided = _decided(base, before.decisions.get(veto, ()), waiting)
    if decided:
        return decided
    return base if waiting else _with(base, "disputed", "veto")
