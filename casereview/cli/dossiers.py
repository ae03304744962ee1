"""intake, read, list, show, paper, fact, check, timeline, search."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain

if TYPE_CHECKING:
    from casereview.checks.model import Outcome
    from casereview.dossier.model import Fact, Paper, Problem, Reading

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))


@command("intake")
@PATHS
@click.option("--unit", default="", help="被评查单位;默认由文件夹名推断")
@click.option("--complete", is_flag=True, help="声明案卷完整:缺少的文书可判为不合格")
@click.option("--executor", default="process", help="process | thread | dask://HOST:PORT")
@click.option("--ocr/--no-ocr", default=False, help="对扫描页做文字识别(需安装 ocr 组件)")
@click.option("--dry-run", is_flag=True, help="只列出将要录入的案卷")
def intake(
    call: Call, paths: tuple[Path, ...], unit: str, complete: bool, executor: str, ocr: bool, dry_run: bool
) -> int:
    """由文件夹、ZIP 或单个文件录入案卷,并逐个文件报告。"""
    from casereview.dossier import actions

    if dry_run:
        planned = actions.plan(list(paths))
        call.say(planned, [f"{p.unit or '-'}  {p.name}  {p.files} 个文件" for p in planned])
        return DONE
    with call.db() as db:
        _, report = actions.take_in(
            db, call.author(), list(paths), unit=unit, complete=complete, executor=executor, ocr=ocr,
            progress=call.progress(),
        )  # fmt: skip
    problems = [_problem(call, p) for p in report.set_aside]
    lines = [call.word("cli.taken-in", taken=len(report.taken), known=len(report.known), aside=len(problems))]
    lines += [f"  {p['file']}: {p['reason']}" for p in problems]
    call.say({**plain(report), "set_aside": problems}, lines)
    return DONE_WITH_FINDINGS if problems else DONE


def _problem(call: Call, problem: Problem) -> dict[str, str]:
    """Reason and remedy as two sentences; the file by name."""
    return {
        "file": problem.file,
        "code": problem.code,
        "sha256": problem.sha256,
        "reason": call.word(f"reading.{problem.code}.reason", file=problem.file, **problem.parameters),
        "remedy": call.word(f"reading.{problem.code}.remedy", file=problem.file, **problem.parameters),
    }


@command("read")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--ocr/--no-ocr", default=False)
def read(call: Call, path: Path, ocr: bool) -> int:
    """不建工作区,直接识别一个文件或文件夹(视为一卷)。"""
    from casereview.dossier import actions

    reading = actions.read(path, ocr=ocr)
    value = reading_as_json(call, reading)
    lines = [f"{p['form']:<12}{p['title']}  第 {_span(p['pages'])} 页" for p in value["papers"]]
    lines += [f"  {f['name']:<24}{_short(f['value'])}  ({f['paper']} 第 {f['page']} 页)" for f in value["facts"]]
    lines += [f"! {p['file']}: {p['reason']}{p['remedy']}" for p in value["problems"]]
    call.say(value, lines)
    if reading.problems:
        return DONE_WITH_FINDINGS if reading.members else REFUSED
    return DONE


def reading_as_json(call: Call, reading: Reading) -> dict[str, Any]:
    """The stable shape of `read --json`: papers, facts, problems."""
    names = {member.sha256: member.name for member in reading.members}
    return {
        "papers": [_paper(paper, names) for paper in reading.papers],
        "facts": [_fact(fact) for fact in reading.facts],
        "problems": [_problem(call, problem) for problem in reading.problems],
    }


def _paper(paper: Paper, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": paper.id, "form": paper.form, "title": paper.title, "file": names.get(paper.file, paper.file),
        "pages": list(paper.pages), "file_pages": list(paper.file_pages), "confidence": paper.confidence,
        "way": paper.way,
    }  # fmt: skip


def _fact(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name, "value": fact.value, "paper": fact.paper, "page": fact.page,
        "box": fact.place.box.as_list() if fact.place.box else None, "text": fact.text,
        "confidence": fact.confidence, "state": fact.state.value,
    }  # fmt: skip


def _span(pages: list[int]) -> str:
    return f"{pages[0]}-{pages[-1]}" if len(pages) > 1 else str(pages[0]) if pages else "-"


def _short(value: object) -> str:
    return " ".join(str(v) for v in value.values() if v) if isinstance(value, dict) else str(value)


@command("list")
@click.option("--unit", default="")
@click.option("--limit", default=500)
def list_dossiers(call: Call, unit: str, limit: int) -> int:
    """列出案卷。"""
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        rows = actions.dossiers(db, actions.Filter(unit=unit), limit=limit)
    lines = [
        f"{d.id[:12]}  {d.unit}  {d.case_no or '-'}  {d.cause or d.name}  {d.pages} 页  "
        + (f"不通过 {d.fails}" if d.fails is not None else "未预审")
        for d in rows
    ]
    call.say(rows, lines)
    return DONE


@command("show")
@click.argument("dossier")
def show(call: Call, dossier: str) -> int:
    """一卷的全部:文书、要素、预审结论、时间轴。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        found = actions.get(db, dossier)
        reading = actions.reading(db, found.id)
        outcomes = checks.outcomes(db, found.id)
    value = {
        "dossier": plain(found), **reading_as_json(call, reading),
        "findings": [finding(call, outcome) for outcome in outcomes],
    }  # fmt: skip
    lines = [f"{found.unit}  {found.case_no or found.name}  {found.cause or ''}"]
    lines += [f"  {p.form:<12}{p.title}  第 {_span(list(p.pages))} 页" for p in reading.papers]
    lines += [f"  {f.name:<24}{_short(f.value)}" for f in reading.facts]
    call.say(value, lines)
    return DONE


@command("paper")
@click.argument("dossier")
@click.argument("page", type=int)
@click.option("--form", required=True, help="文书代码,如 F15")
@click.option("--title", default="")
@click.option("--join", is_flag=True, help="并入前一份文书,不另起")
def paper(call: Call, dossier: str, page: int, form: str, title: str, join: bool) -> int:
    """人工划分文书:从第 PAGE 页起为新文书,或并入前一份。"""
    from casereview.dossier import actions

    with call.db() as db:
        found = actions.get(db, dossier)
        if join:
            actions.join(db, call.author(), found.id, page)
        else:
            actions.cut(db, call.author(), found.id, page, form, title)
        reading = actions.reading(db, found.id)
    call.say(reading_as_json(call, reading)["papers"], [f"{p.form} {p.title} {p.pages}" for p in reading.papers])
    return DONE


@main.group("fact")
def fact() -> None:
    """要素的更正。"""


@command("set", fact)
@click.argument("dossier")
@click.argument("name")
@click.argument("value")
@click.option("--paper", "paper_id", default="")
@click.option("--page", default=0)
def fact_set(call: Call, dossier: str, name: str, value: str, paper_id: str, page: int) -> int:
    """更正一个要素;更正在重新识别后仍然有效。"""
    import json

    from casereview.dossier import actions

    given: Any = json.loads(value) if value.startswith("{") else value
    with call.db() as db:
        found = actions.get(db, dossier)
        actions.correct_fact(db, call.author(), found.id, name, given, paper=paper_id, page=page)
        facts = [f for f in actions.reading(db, found.id).facts if f.name == name]
    call.say([_fact(f) for f in facts], [f"{f.name} = {_short(f.value)} ({f.state.value})" for f in facts])
    return DONE


@command("check")
@click.argument("dossiers", nargs=-1)
@click.option(
    "--file", "file", type=click.Path(exists=True, path_type=Path), help="不建工作区,直接预审一个文件或文件夹"
)
@click.option("--complete", is_flag=True)
@click.option("--ocr/--no-ocr", default=False)
def check(call: Call, dossiers: tuple[str, ...], file: Path | None, complete: bool, ocr: bool) -> int:
    """预审:逐条规则给出结论、证据和依据。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    today = date.today()
    if file is not None:
        reading = actions.read(file, ocr=ocr)
        found = {file.name: checks.check_reading(reading, today=today, complete=complete)}
    else:
        with call.db() as db:
            ids = [actions.get(db, name).id for name in dossiers] or None
            checks.check(db, call.author(), ids, today=today, progress=call.progress())
            chosen = ids or [d.id for d in actions.dossiers(db, limit=1_000_000)]
            found = {name: checks.outcomes(db, name) for name in chosen}
    findings = [{"dossier": name, **finding(call, o)} for name, outcomes in found.items() for o in outcomes]
    lines = [
        f"{row['dossier'][:12]}  {call.word('check.verdict.' + str(row['verdict']))}  {row['outcome']}  {row['explanation']}"
        for row in findings
        if row["verdict"] in ("fail", "warn")
    ]
    call.say({"findings": findings}, lines)
    return DONE_WITH_FINDINGS if any(row["verdict"] == "fail" for row in findings) else DONE


def finding(call: Call, outcome: Outcome) -> dict[str, Any]:
    """The stable shape of a finding in `check --json`."""
    from casereview.checks import say

    return {
        "check": outcome.rule,
        "outcome": outcome.outcome,
        "verdict": outcome.verdict.value,
        "severity": outcome.severity.value,
        "basis": outcome.basis,
        "explanation": say.explanation(outcome, call.language),
        "would_turn": say.turning(outcome, call.language),
        "evidence": [
            {
                "paper": e.paper, "title": e.title, "page": e.page, "text": e.text, "value": plain(e.value),
                "box": e.place.box.as_list() if e.place and e.place.box else None,
            }
            for e in outcome.evidence
        ],
        "days": [list(day) for day in outcome.days],
    }  # fmt: skip


@command("timeline")
@click.argument("dossier")
def timeline(call: Call, dossier: str) -> int:
    """一卷的时间轴。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        moments = checks.timeline(actions.reading(db, actions.get(db, dossier).id))
    call.say(moments, [str(plain(moment)) for moment in moments])
    return DONE


@command("search")
@click.argument("query")
@click.option("--unit", default="")
@click.option("--form", default="")
@click.option("--limit", default=50)
def search(call: Call, query: str, unit: str, form: str, limit: int) -> int:
    """全文检索案卷和案例库。"""
    from casereview.dossier import actions
    from casereview.exemplars import actions as exemplars

    with call.db(read_only=True) as db:
        answer = actions.search(db, query, unit=unit, form=form, limit=limit)
        cards = [] if unit or form else exemplars.search(db, query)
    lines = [f"{h.dossier[:12]}  第 {h.page} 页  {h.snippet}" for h in answer.hits]
    lines += [f"案例  {card.id[:12]}  {card.title}" for card in cards]
    lines += [call.word("cli.unusable", term=term) for term in answer.unusable]
    call.say({"hits": answer.hits, "unusable": answer.unusable, "exemplars": [c.id for c in cards]}, lines)
    return DONE
