"""The columns of the result tables; every value comes from the frozen figures."""

from __future__ import annotations

from collections.abc import Sequence

from casereview.results.figures import ItemRow, SystemRow, TypeRow
from casereview.results.model import DossierResult, Problem, UnitResult
from ui.kit.say import number, word
from ui.kit.session import Session
from ui.kit.tables import Column
from ui.kit.translate import tr

GRADES = ("excellent", "good", "pass", "fail")
SYSTEMS = ("publicity", "recording", "legal_review")


def grade_words(session: Session, counts: Sequence[str] = GRADES) -> list[tuple[str, str]]:
    return [(code, word(session, "grade", code)) for code in counts]


def unit_columns(session: Session) -> tuple[Column[UnitResult], ...]:
    def grade(code: str) -> Column[UnitResult]:
        return Column(word(session, "grade", code), lambda u: u.grades.get(code, 0), code, 8, number=True)

    def rank(one: UnitResult) -> object:
        return one.rank if one.rank is not None else tr("样本不足")

    return (
        Column[UnitResult](tr("名次"), rank, "rank", 14, number=True, tip=lambda u: _rank_tip(u)),
        Column[UnitResult](tr("单位"), lambda u: u.name, "name"),
        Column[UnitResult](tr("评查卷数"), lambda u: u.dossiers, "dossiers", 10, number=True),
        Column[UnitResult](tr("计分卷数"), lambda u: u.scored, "scored", 10, number=True),
        Column[UnitResult](tr("平均分"), lambda u: "—" if u.mean is None else u.mean, "mean", 9, number=True),
        Column[UnitResult](tr("最高分"), lambda u: number(u.highest), "highest", 9, number=True),
        Column[UnitResult](tr("最低分"), lambda u: number(u.lowest), "lowest", 9, number=True),
        *[grade(code) for code in GRADES],
        Column[UnitResult](tr("否决"), lambda u: u.vetoed, "vetoed", 7, number=True),
    )


def _rank_tip(unit: UnitResult) -> str:
    return "" if unit.rank is not None else tr("计分案卷少于 3 卷，只列出，不排名")


def item_columns(session: Session) -> tuple[Column[ItemRow], ...]:
    return (
        Column[ItemRow](tr("编号"), lambda r: r.position, "position", 8),
        Column[ItemRow](tr("条目"), lambda r: r.title, "title"),
        Column[ItemRow](tr("标准"), lambda r: r.rubric_title, "rubric", 26),
        Column[ItemRow](tr("制度"), lambda r: word(session, "system", r.system), "system", 14),
        Column[ItemRow](tr("适用卷数"), lambda r: r.applied, "applied", 10, number=True),
        Column[ItemRow](tr("应得分"), lambda r: number(r.carried), "carried", 9, number=True),
        Column[ItemRow](tr("实得分"), lambda r: number(r.earned), "earned", 9, number=True),
        Column[ItemRow](tr("得分率"), lambda r: "—" if r.rate is None else f"{r.rate} %", "rate", 9, number=True),
    )


def system_columns(session: Session) -> tuple[Column[SystemRow], ...]:
    def rate(name: str) -> Column[SystemRow]:
        def value(row: SystemRow) -> str:
            found = getattr(row, name)
            return "—" if found is None else f"{found} %"

        title = tr("三项平均") if name == "mean" else word(session, "system", name)
        return Column(title, value, name, 18, number=True)

    return (
        Column[SystemRow](tr("单位"), lambda r: r.name or tr("全部单位"), "name"),
        *[rate(name) for name in (*SYSTEMS, "mean")],
    )


def type_columns(session: Session) -> tuple[Column[TypeRow], ...]:
    def grade(code: str) -> Column[TypeRow]:
        return Column(word(session, "grade", code), lambda t: t.grades.get(code, 0), code, 8, number=True)

    return (
        Column[TypeRow](tr("案件类型"), lambda t: word(session, "notice_procedure", t.procedure), "procedure"),
        Column[TypeRow](tr("评查卷数"), lambda t: t.dossiers, "dossiers", 10, number=True),
        Column[TypeRow](tr("计分卷数"), lambda t: t.scored, "scored", 10, number=True),
        Column[TypeRow](tr("平均分"), lambda t: "—" if t.mean is None else t.mean, "mean", 9, number=True),
        Column[TypeRow](tr("最高分"), lambda t: number(t.highest), "highest", 9, number=True),
        Column[TypeRow](tr("最低分"), lambda t: number(t.lowest), "lowest", 9, number=True),
        *[grade(code) for code in GRADES],
    )


def dossier_columns(session: Session, names: dict[str, str]) -> tuple[Column[DossierResult], ...]:
    def grade(one: DossierResult) -> str:
        said = word(session, "grade", one.grade) if one.score is not None else tr("不计分")
        return f"⚠ {said}" if one.vetoes else said

    return (
        Column[DossierResult](tr("单位"), lambda d: names.get(d.unit, d.unit), "unit", 18),
        Column[DossierResult](tr("案号"), lambda d: d.case_no or d.dossier[:12], "case", 26),
        Column[DossierResult](tr("案由"), lambda d: d.cause, "cause"),
        Column[DossierResult](tr("程序"), lambda d: word(session, "notice_procedure", d.procedure), "procedure", 10),
        Column[DossierResult](tr("得分"), lambda d: number(d.score), "score", 8, number=True),
        Column[DossierResult](tr("等次"), grade, "grade", 10, tip=lambda d: _veto_tip(d)),
        Column[DossierResult](tr("扣分处"), lambda d: len(d.lost), "lost", 8, number=True),
        Column[DossierResult](tr("亮点"), lambda d: len(d.strengths), "strengths", 7, number=True),
    )


def _veto_tip(one: DossierResult) -> str:
    return tr("一票否决：{}").format("、".join(one.vetoes)) if one.vetoes else ""


def problem_columns(session: Session, reviewed: int) -> tuple[Column[Problem], ...]:
    return (
        Column[Problem](tr("问题"), lambda p: p.text, "text"),
        Column[Problem](tr("类别"), lambda p: word(session, "category", p.category), "category", 16),
        Column[Problem](tr("程度"), lambda p: word(session, "severity_of", p.severity), "severity", 8),
        Column[Problem](tr("涉及案卷"), lambda p: f"{len(p.dossiers)}/{reviewed}", "dossiers", 10, number=True),
        Column[Problem](tr("单位数"), lambda p: len(p.units), "units", 8, number=True),
        Column[Problem](tr("次数"), lambda p: p.occurrences, "occurrences", 7, number=True),
        Column[Problem](tr("共扣分"), lambda p: number(p.points), "points", 8, number=True),
    )
