"""The fields of each kind of entry: what a form asks, under which key of the draft the answer stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from casereview import words
from casereview.rubric.editing import Trail, Values, at
from ui.kit.say import word
from ui.kit.session import Session
from ui.kit.translate import source, tr

Kind = Literal["line", "lines", "list", "choice", "flag", "mode", "codes", "pairs", "count"]
Option = tuple[str, object]


@dataclass(frozen=True)
class Field:
    """key: of the entry, "applies.flags" for one below it · title: Chinese source · options: (what it says, value) · default: what holds where nothing stands.

    codes: the kind of code that is chosen (`ui.rubrics.codes`)
    """

    key: str
    title: str
    kind: Kind = "line"
    options: tuple[Option, ...] = ()
    hint: str = ""
    default: object = None
    codes: str = ""


def kind_of(path: Trail) -> str:
    """ "rubric" "sections" "items" "deductions" "vetoes" "bonus" "grades"."""
    return "rubric" if not path else str(path[-2])


def fields(session: Session, values: Values, path: Trail) -> list[Field]:
    """What the form of an entry asks, in order."""
    kind = kind_of(path)
    if kind == "deductions":
        return _deduction(session, at(values, path))
    return {
        "rubric": _rubric,
        "sections": _section,
        "items": _item,
        "vetoes": _veto,
        "bonus": lambda _: _BONUS,
        "grades": _grade,
    }[kind](session)


def options(session: Session, table: str, *codes: str) -> tuple[Option, ...]:
    """Codes of a table of words with what they say; all of the table where none are named."""
    every = codes or tuple(key.split(".", 1)[1] for key in words.catalogue("zh") if key.startswith(f"{table}."))
    return tuple((word(session, table, code), code) for code in every)


_NOTHING: Option = ("—", None)


def _rubric(session: Session) -> list[Field]:
    return [
        Field("title", source("名称")),
        Field("code", source("代码")),
        Field("version", source("版本")),
        Field("full_marks", source("满分"), default="100"),
        Field("model", source("计分办法"), "choice", options(session, "scoring_model"), default="deduct"),
        Field("system", source("所属制度"), "choice", options(session, "system"), default="general"),
        Field("procedures", source("适用程序"), "codes", codes="procedures"),
        Field("scope", source("评查对象"), "codes", codes="subjects", default=["dossier"]),
        Field(
            "policies.not_applicable", source("不适用的条目"), "choice", options(session, "policy"), default="rescale"
        ),
        Field("policies.places", source("小数位"), "choice", (("0", "0"), ("1", "1"), ("2", "2")), default="1"),
        Field("effective_from", source("施行日"), hint=source("年-月-日，如 2024-11-04")),
        Field("effective_until", source("最后一日"), hint=source("留空为一直有效")),
        *_APPLIES,
        Field("policies.bonus_cap", source("加分上限"), default="5"),
        Field("policies.bonus_above_full", source("加分可以超过满分"), "flag"),
        Field("policies.not_applicable_reasons", source("不适用的理由"), "list"),
        Field("source", source("编写依据"), "lines"),
    ]


def _section(session: Session) -> list[Field]:
    gates = options(session, "section_gate", "section", "whole")
    return [
        Field("title", source("名称")),
        Field("model", source("计分办法"), "choice", (_NOTHING, *options(session, "scoring_model"))),
        Field("weight", source("权重"), hint=source("折算成多少分计入上一层；留空为按各项分值")),
        Field("cap", source("最多扣"), hint=source("本部分各项合计最多扣几分")),
        Field("floor", source("最低得"), hint=source("本部分最少得几分")),
        Field("gate", source("通过关"), "choice", (_NOTHING, *gates)),
        *_APPLIES,
        Field("id", source("编号")),
    ]


def _item(session: Session) -> list[Field]:
    return [
        Field("title", source("名称")),
        Field("points", source("分值")),
        Field("id", source("编号")),
        Field("requirement", source("要求"), "lines"),
        Field("basis", source("依据"), "lines"),
        Field("where", source("看哪里")),
        Field("documents", source("查看的文书"), "codes", codes="forms"),
        Field("best", source("最高档"), hint=source("分档评的项目填，如 优；不分档的留空")),
        Field("cap", source("最多扣"), hint=source("本项合计最多扣几分")),
        Field("floor", source("最低得"), hint=source("本项最少得几分")),
        *_APPLIES,
        Field("subject", source("评的是"), "choice", options(session, "subject"), default="dossier"),
        Field("system", source("制度"), "choice", (_NOTHING, *options(session, "system"))),
        Field("progress", source("到期日"), hint=source("单位项目用，如 2026-12-31")),
        Field("progress_from", source("起算日"), hint=source("单位项目用，如 2024-01-01")),
    ]


_APPLIES = (
    Field("applies.note", source("适用条件"), hint=source("写给评查员看；留空为总是适用")),
    Field("applies.flags", source("案件标志"), "codes", codes="flags"),
    Field("applies.procedure", source("限于程序"), "codes", codes="procedures"),
    Field("applies.values", source("要素的值"), "pairs", codes="values"),
    Field("applies.forms", source("卷中有文书"), "codes", codes="forms"),
    Field("applies.facts", source("读到要素"), "codes", codes="facts"),
)
COUNTERS = ("处", "份", "次", "项", "件", "人", "卷", "页", "个", "条", "天", "张/份")
MODES = ("once", "each", "step")


def mode_of(deduction: Values) -> str:
    return next((mode for mode in ("step", "each") if deduction.get(mode)), "once")


def with_mode(deduction: Values, mode: str) -> Values:
    """The deduction as one of the other kind; what only the former kind had goes."""
    made = {key: value for key, value in deduction.items() if key not in MODES}
    if mode == "step":
        return made | {"step": {"measure": "", "target": "100", "size": "5"}}
    return made | ({"each": "处"} if mode == "each" else {"once": True})


def _deduction(session: Session, deduction: Values) -> list[Field]:
    modes = ((tr("扣一次"), "once"), (tr("按处、份、次计"), "each"), (tr("按指标分档"), "step"))
    mode = mode_of(deduction)
    found = [
        Field("text", source("情形"), "lines"),
        Field("level", source("档次"), hint=source("分档评的项目填，如 良；扣分是比最高档低多少")),
        Field("mode", source("怎样计"), "mode", modes),
        Field("points", source("扣分")),
    ]
    if mode == "each":
        found += [
            Field("each", source("单位"), "count", tuple((one, one) for one in COUNTERS)),
            Field("cap", source("最多扣")),
        ]
    if mode == "step":
        sides = ((tr("低于目标扣"), "below"), (tr("高于目标扣"), "above"))
        found += [
            Field("step.measure", source("指标"), "choice", options(session, "measure")),
            Field("step.target", source("目标")),
            Field("step.size", source("每档大小")),
            Field("step.towards", source("方向"), "choice", sides, default="below"),
            Field("cap", source("最多扣")),
        ]
    return [
        *found,
        Field("category", source("类别"), "choice", options(session, "category")),
        Field("severity", source("程度"), "choice", options(session, "severity_of", "minor", "major")),
        Field("outcomes", source("预审结果"), "codes", codes="outcomes"),
        Field("id", source("编号")),
    ]


def _veto(session: Session) -> list[Field]:
    caps = tuple(
        (tr("等次最高为{}").format(word(session, "grade", grade)), f"cap:{grade}") for grade in ("good", "pass")
    )
    effects = ((tr("全卷记 0 分，不合格"), "void"), (tr("保留得分，等次不合格"), "fail"), *caps)
    return [
        Field("title", source("名称"), "lines"),
        Field("basis", source("依据"), "lines"),
        Field("effect", source("后果"), "choice", effects, default="fail"),
        Field("human", source("只由人提出"), "flag"),
        Field("outcomes", source("预审结果"), "codes", codes="outcomes"),
        Field("note", source("说明"), "lines"),
        Field("id", source("编号")),
    ]


_BONUS = [
    Field("title", source("名称"), "lines"),
    Field("points", source("分值")),
    Field("proof", source("证明")),
    Field("id", source("编号")),
]


def _grade(session: Session) -> list[Field]:
    return [
        Field("title", source("名称")),
        Field("code", source("等次"), "choice", options(session, "grade", "excellent", "good", "pass", "fail")),
        Field("at_least", source("从几分起")),
        Field("without", source("不得有"), "codes", codes="without"),
        Field("quota", source("名额（%）"), hint=source("占已评案卷的百分之几以内；只提示，不自动套用")),
    ]
