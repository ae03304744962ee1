"""The sheet: a pure function of rubric, marks and what is known of the case. Exact until the one rounding at the end.

Order: items, sections from the bottom up (cap, floor, gate, weight), rescaling, bonus, limits, rounding, veto, grade. Every step stands in the trace with its
parameters, so that the score can be recomputed from the trace alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from casereview.marking.context import applies, context_of
from casereview.marking.model import Context, Line, Mark, MarkKind, Sheet, Step
from casereview.marking.totals import OUT, gated, plain, sums_of, total_of
from casereview.rubric.model import Deduction, Grade, Item, Rubric, Subject, Veto

__all__ = ["context_of", "grade_of", "level_of", "lines_of", "plain", "rounded", "score", "sums_of"]

_ZERO = Decimal(0)
_SAYS = {MarkKind.DEDUCT, MarkKind.FULL, MarkKind.NOT_APPLICABLE}


def score(
    rubric: Rubric,
    marks: Iterable[Mark],
    context: Context,
    *,
    reader: str = "",
    confirmed_vetoes: Collection[str] = frozenset(),
    sealed: bool = False,
    subject: Subject | None = None,
    dossier: str = "",
) -> Sheet:
    """The sheet that these marks make. The order of the marks does not matter.

    Open items count as not yet lost (in an additive rubric: as not yet earned). A veto stands when it is among
    `confirmed_vetoes` or two readers marked it; else it is proposed and changes nothing.
    subject  whose items are scored, rescaled to full marks; the dossier's where the rubric has any
    dossier  the subject's id; taken from the marks if not given
    Marks at items or deductions that the rubric does not have raise KeyError.
    """
    ordered = sorted((mark for mark in marks if mark.said.rubric == rubric.digest), key=lambda mark: mark.id)
    asked = subject or (Subject.DOSSIER if Subject.DOSSIER in rubric.scope else Subject.UNIT)
    lines = lines_of(rubric, ordered, context, asked)
    trace: list[Step] = []
    exact = total_of(rubric, lines, trace)
    bonus = _bonus(rubric, ordered)
    standing, proposed = _vetoes(rubric, ordered, confirmed_vetoes)
    sheet = Sheet(
        dossier=dossier or next((mark.said.dossier for mark in ordered), ""),
        rubric=rubric.digest,
        reader=reader,
        lines=lines,
        exact=None,
        score=None,
        full=rubric.full_marks,
        graded="",
        vetoes=standing,
        proposed=proposed,
        bonus=bonus,
        strengths=_notes(ordered, MarkKind.STRENGTH),
        flags=_notes(ordered, MarkKind.FLAG),
        sealed=sealed,
    )
    if exact is None:
        return replace(sheet, trace=(Step("not-scored"),))
    exact = gated(rubric, lines, _with_bonus(exact, bonus, rubric, trace), trace)
    return finish(rubric, sheet, exact, trace)


def finish(rubric: Rubric, sheet: Sheet, exact: Fraction, trace: list[Step]) -> Sheet:
    """The last steps of any sheet: rounding, vetoes, grade."""
    printed = rounded(exact, rubric.policies.places)
    trace.append(Step("rounded", {"places": rubric.policies.places}, Fraction(printed)))
    standing = [veto for veto in rubric.vetoes if veto.id in sheet.vetoes]
    for veto in standing:
        if veto.effect == "void":
            exact, printed = Fraction(0), rounded(Fraction(0), rubric.policies.places)
        trace.append(Step("veto", {"veto": veto.id, "title": veto.title, "effect": veto.effect}, Fraction(printed)))
    graded = grade_of(rubric, printed, _serious(rubric, sheet.lines), standing)
    trace.append(Step("graded", {"grade": graded}, Fraction(printed)))
    return replace(sheet, exact=exact, score=printed, graded=graded, trace=tuple(trace))


def rounded(exact: Fraction, places: int) -> Decimal:
    """Half up, the only rounding there is."""
    scaled = exact * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


# Items


def lines_of(rubric: Rubric, marks: Iterable[Mark], context: Context, subject: Subject) -> tuple[Line, ...]:
    """One line for each item of the subject, in the order of the rubric."""
    said: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.said.kind in _SAYS:
            rubric.item(mark.said.item)
            said[mark.said.item].append(mark)
    whole = applies(rubric.applies, context)
    out = {section.id for _, section in rubric.nodes if applies(section.applies, context) is False}
    return tuple(
        _line(
            rubric,
            item,
            said.get(item.id, []),
            context,
            False if out and any(section.id in out for section in rubric.above(item.id)) else whole,
        )
        for item in rubric.items
        if item.subject == subject
    )


def _line(rubric: Rubric, item: Item, marks: list[Mark], context: Context, whole: bool | None) -> Line:
    ids = tuple(mark.id for mark in marks)
    kinds = {mark.said.kind for mark in marks}
    if not marks:
        out = whole is False or applies(item.applies, context) is False
        return _unmarked(rubric, item, "inapplicable" if out else "open")
    if len(kinds) > 1:
        return Line(item.id, item.points, item.points, "conflict", (), ids)
    if kinds == {MarkKind.NOT_APPLICABLE}:
        return _unmarked(rubric, item, "not_applicable", ids)
    counts, conflict = _counts(item, marks)
    if item.best and len(counts) > 1:
        conflict = True  # only one level can hold; the lowest is shown until a person says which
    lost = tuple((ident, count, lost_by(_deduction(item, ident), count)) for ident, count in counts.items())
    earned = item.points - _lost(rubric, item, lost)
    return Line(item.id, item.points, earned, "conflict" if conflict else "marked", lost, ids)


def _unmarked(rubric: Rubric, item: Item, state: str, marks: tuple[str, ...] = ()) -> Line:
    full = rubric.policies.not_applicable == "full" if state in OUT else rubric.model_of(item) != "additive"
    return Line(item.id, item.points, item.points if full else _ZERO, state, (), marks)


def _counts(item: Item, marks: list[Mark]) -> tuple[dict[str, int], bool]:
    """How often each deduction of an item is marked, in the rubric's order, and whether two current marks contradict each other.

    Two marks of one deduction contradict each other if they count differently, or count occurrences at different places:
    whether those are the same occurrences only a person can say. The greater count is shown until one does.
    """
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.said.kind is MarkKind.DEDUCT:
            found[_deduction(item, mark.said.deduction).id].append(mark)
    conflict = False
    counts: dict[str, int] = {}
    for deduction in item.deductions:
        if same := found.get(deduction.id):
            if len(same) > 1 and not deduction.once:
                values = {(m.said.count, m.said.evidence if deduction.each else ()) for m in same}
                conflict = conflict or len(values) > 1
            counts[deduction.id] = 1 if deduction.once else max(m.said.count for m in same)
    return counts, conflict


def _deduction(item: Item, ident: str) -> Deduction:
    for deduction in item.deductions:
        if deduction.id == ident:
            return deduction
    raise KeyError(ident)


def lost_by(deduction: Deduction, count: int) -> Decimal:
    """What one deduction takes for so many occurrences or steps, its cap applied."""
    lost = deduction.points * (1 if deduction.once else max(count, 0))
    return lost if deduction.cap is None else min(lost, deduction.cap)


def _lost(rubric: Rubric, item: Item, lost: tuple[tuple[str, int, Decimal], ...]) -> Decimal:
    """What an item loses: at most its cap, and never below its floor."""
    most = item.points - (item.floor or _ZERO)
    if item.cap is not None:
        most = min(most, item.cap)
    return min(most, _taken(rubric.model_of(item), item, [points for _, _, points in lost]))


def _taken(model: str, item: Item, each: list[Decimal]) -> Decimal:
    if model == "gate":
        return item.points if any(each) else _ZERO
    if model == "levels":
        return min(item.points, max(each, default=_ZERO))
    return min(item.points, sum(each, _ZERO))


# From items to the number


def level_of(item: Item, line: Line) -> str:
    """The level that holds of an item judged by levels; "" for another, or one that nobody has judged."""
    if not item.best or line.state != "marked":
        return ""
    held = [_deduction(item, ident) for ident, _, points in line.lost if points]
    return max(held, key=lambda one: one.points).level if held else item.best


def _bonus(rubric: Rubric, marks: Iterable[Mark]) -> Decimal:
    """Bonus points awarded: each at most what its item allows, all together at most the cap."""
    allowed = {bonus.id: bonus.points for bonus in rubric.bonus}
    awarded: dict[str, Decimal] = {}
    for mark in marks:
        if mark.said.kind is MarkKind.BONUS:
            most = allowed[mark.said.item]
            points = most if mark.said.points is None else min(max(mark.said.points, _ZERO), most)
            # Two values for one bonus: the smaller, until a person settles which stands.
            awarded[mark.said.item] = min(points, awarded.get(mark.said.item, points))
    return min(sum(awarded.values(), _ZERO), rubric.policies.bonus_cap)


def _with_bonus(total: Fraction, bonus: Decimal, rubric: Rubric, trace: list[Step]) -> Fraction:
    if not bonus:
        return total
    total += Fraction(bonus)
    trace.append(Step("bonus", {"points": str(bonus)}, total))
    full = Fraction(rubric.full_marks)
    if total > full and not rubric.policies.bonus_above_full:
        total = full
        trace.append(Step("limited", {"full": str(rubric.full_marks)}, total))
    return total


# Vetoes and grades


def _vetoes(
    rubric: Rubric, marks: Iterable[Mark], confirmed: Collection[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those that stand and those that one person proposes, in the order of the rubric."""
    readers: dict[str, set[str]] = defaultdict(set)
    known = {veto.id for veto in rubric.vetoes}
    for mark in marks:
        if mark.said.kind is MarkKind.VETO:
            if mark.said.item not in known:
                raise KeyError(mark.said.item)
            readers[mark.said.item].add(mark.reader)
    standing = tuple(v.id for v in rubric.vetoes if v.id in confirmed or len(readers[v.id]) >= 2)
    return standing, tuple(v.id for v in rubric.vetoes if readers[v.id] and v.id not in standing)


def _serious(rubric: Rubric, lines: Iterable[Line]) -> bool:
    return any(
        points and _deduction(rubric.item(line.item), ident).severity == "major"
        for line in lines
        for ident, _, points in line.lost
    )


def grade_of(rubric: Rubric, printed: Decimal, serious: bool, standing: Iterable[Veto] = ()) -> str:
    """The code of the best grade whose points are reached and whose conditions hold; "" if the rubric has no grades."""
    vetoes = list(standing)
    ladder = sorted(rubric.grades, key=lambda grade: grade.at_least, reverse=True)
    if not ladder:
        return ""
    if any(veto.effect in ("void", "fail") for veto in vetoes):
        return "fail"
    barred = _barred(ladder, vetoes)
    for grade in ladder:
        kept = not ("serious_finding" in grade.without and serious) and not ("veto" in grade.without and vetoes)
        if printed >= grade.at_least and kept and grade.code not in barred:
            return grade.code
    return ladder[-1].code


def _barred(ladder: list[Grade], vetoes: list[Veto]) -> set[str]:
    """Grades above the lowest that a veto caps at."""
    order: Mapping[str, int] = {grade.code: place for place, grade in enumerate(ladder)}
    caps = [order.get(v.effect.removeprefix("cap:"), len(ladder) - 1) for v in vetoes if v.effect.startswith("cap:")]
    return {grade.code for grade in ladder[: max(caps, default=0)]}


def _notes(marks: Iterable[Mark], kind: MarkKind) -> tuple[str, ...]:
    return tuple(mark.id for mark in marks if mark.said.kind is kind)
