"""How marks, lines and points are said on the marking screen."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from casereview.marking.model import Line, Mark, MarkKind, Seen, Sheet
from casereview.marking.sheet import rounded
from casereview.rubric.model import Deduction, Rubric
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.translate import source, tr


def points(value: Decimal | None) -> str:
    """2.0 -> 2, 0.50 -> 0.5."""
    if value is None:
        return "—"
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def exactly(value: Fraction) -> str:
    """A sum of a section; to two places where it is no decimal."""
    return points(rounded(value, 2))


def result(line: Line) -> str:
    """What stands behind an item: never a colour alone."""
    if line.state == "open":
        return "○"
    if line.state == "conflict":
        return "⚠ " + tr("待定")
    if line.state in ("not_applicable", "inapplicable"):
        return tr("不适用")
    lost = line.points - line.earned
    return f"● −{points(lost)}" if lost else "✓"


_COUNTED = (
    source("处"),
    source("份"),
    source("次"),
    source("项"),
    source("件"),
    source("人"),
    source("卷"),
    source("页"),
    source("张/份"),
)


def counted(each: str) -> str:
    """What a deduction counts, in the window's language where it is one of the usual words."""
    return tr(each) if each in _COUNTED else each


def costs(deduction: Deduction) -> str:
    """−2 · 每处 −2，至多 6 · 每差 5 −1."""
    if deduction.level:
        said = tr("比最高档低 {} 分").format(points(deduction.points))
    elif deduction.once:
        said = tr("扣 {} 分").format(points(deduction.points))
    elif deduction.step is not None:
        said = tr("每差 {} 扣 {} 分").format(points(deduction.step.size), points(deduction.points))
    else:
        said = tr("每{} {} 分").format(counted(deduction.each), points(deduction.points))
    return said if deduction.cap is None else said + tr("，最多 {} 分").format(points(deduction.cap))


def lost_text(rubric: Rubric, line: Line) -> list[str]:
    """The deductions of a line: words, times, points."""
    texts = {deduction.id: deduction for deduction in rubric.item(line.item).deductions}
    said = []
    for ident, count, lost in line.lost:
        times = "" if texts[ident].once else f" ×{count}"
        said.append(f"{texts[ident].named}{times}  −{points(lost)}")
    return said


def seen_text(seen: Seen) -> str:
    """Where evidence lies: a page, or what was searched in vain."""
    if seen.kind == "not_found":
        return tr("未见：查了 {} 份文书、{} 页").format(len(seen.papers), len(seen.pages))
    page = tr("第 {} 页").format(seen.dossier_page)
    return f"《{seen.papers[0]}》{page}" if seen.papers else page if seen.dossier_page else seen.text


def kind_text(kind: MarkKind) -> str:
    return {
        MarkKind.DEDUCT: tr("扣分"),
        MarkKind.FULL: tr("满分"),
        MarkKind.NOT_APPLICABLE: tr("不适用"),
        MarkKind.VETO: tr("一票否决"),
        MarkKind.BONUS: tr("加分"),
        MarkKind.STRENGTH: tr("亮点"),
        MarkKind.FLAG: tr("请组长看"),
    }[kind]


def mark_text(rubric: Rubric, mark: Mark) -> str:
    """One mark as one line."""
    said = mark.said
    parts = [kind_text(said.kind)]
    if said.deduction:
        deduction = next((d for d in rubric.item(said.item).deductions if d.id == said.deduction), None)
        if deduction is not None:
            parts = [deduction.named if deduction.once else f"{deduction.text} ×{said.count}"]
    elif said.kind in (MarkKind.VETO, MarkKind.BONUS):
        titles = {v.id: v.title for v in rubric.vetoes} | {b.id: b.title for b in rubric.bonus}
        parts.append(titles.get(said.item, said.item))
    if said.points is not None:
        parts.append(f"+{points(said.points)}")
    if said.reason:
        parts.append(said.reason)
    return "：".join(parts) if said.kind != MarkKind.DEDUCT else parts[0]


def grade_text(session: Session, rubric: Rubric, sheet: Sheet) -> str:
    """The grade as the rubric calls it; in another language by its code."""
    if sheet.score is None:
        return tr("不计分")
    if session.language != "zh":
        return word(session, "grade", sheet.graded)
    return next((grade.title for grade in rubric.grades if grade.code == sheet.graded), "")
