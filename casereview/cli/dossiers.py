"""intake, read, list, show, paper, fact, check, timeline, search."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain

if TYPE_CHECKING:
    from casereview.checks.model import Outcome
    from casereview.dossier.facts.doubts import Doubt
    from casereview.dossier.model import Fact, Paper, Problem, Reading
    from casereview.dossier.pages import PageFinding

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
PASSWORD = click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="打开加密文件的密码所在的文件（首行）；密码不保存",
)


@command("intake")
@PATHS
@click.option("--unit", default="", help="被评查单位；默认由文件夹名推断")
@click.option("--complete", is_flag=True, help="声明案卷完整：缺少的文书可判为不合格")
@click.option("--executor", default="process", help="process | thread | dask://HOST:PORT")
@click.option("--ocr/--no-ocr", default=False, help="对扫描页做文字识别（需安装 ocr 组件）")
@PASSWORD
@click.option("--dry-run", is_flag=True, help="只列出将要录入的案卷")
def intake(
    call: Call,
    paths: tuple[Path, ...],
    unit: str,
    complete: bool,
    executor: str,
    ocr: bool,
    password_file: Path | None,
    dry_run: bool,
) -> int:
    """由文件夹、ZIP 或单个文件录入案卷，并逐个文件报告。"""
    from casereview.cli.scans import recognised, recognised_lines
    from casereview.dossier import actions

    password = call.secret(password_file) or None
    if dry_run:
        return _dry_run(call, list(paths), password)
    with call.db() as db:
        _, report = actions.take_in(
            db, call.author(), list(paths), unit=unit, complete=complete, executor=executor, ocr=ocr,
            password=password, progress=call.progress(),
        )  # fmt: skip
    problems = [problem_in_words(call, p) for p in report.set_aside]
    notes = [problem_in_words(call, note) for note in report.notes]
    said = [call.word("cli.taken-in", taken=len(report.taken), known=len(report.known), aside=len(problems))]
    said += [
        lines.row(f"  {d.id[:12]}", unit or d.unit, d.name, call.word("cli.read-of", **plain(d)))
        for d in report.dossiers
    ]
    said += [f"  ! {p['file']}: {p['reason']}{p['remedy']}" for p in [*problems, *notes]]
    pages = report.recognised
    if pages is not None:
        said += recognised_lines(call, pages)
    said += [
        call.word("cli.newer", newer=p.newer[:12], older=p.older[:12], case_no=p.case_no) for p in report.proposals
    ]
    told = {"set_aside": problems, "notes": notes, "recognised": recognised(call, pages) if pages is not None else None}
    call.say({**plain(report), **told}, said)
    return DONE_WITH_FINDINGS if problems or (pages is not None and pages.problems) else DONE


def _dry_run(call: Call, paths: list[Path], password: str | None) -> int:
    """With a workspace guarded readers look into the files too; without one only names are read."""
    from casereview.dossier import actions
    from casereview.workspace import NoWorkspace

    try:
        with call.db(read_only=True) as db:
            planned = actions.plan(paths, db=db, password=password, progress=call.progress())
    except NoWorkspace:
        if call.workspace is not None:
            raise
        planned = actions.plan(paths)
    rows = [
        {**plain(one), "problems": [problem_in_words(call, problem) for problem in one.problems]} for one in planned
    ]
    said = []
    for one in rows:
        pages = [] if one["pages"] is None else [call.word("cli.page-count", pages=one["pages"])]
        said.append(lines.row(one["unit"], one["name"], call.word("cli.files", files=one["files"]), *pages))
        said += [f"  = {call.word(f'cli.{what}', id=one[key][:12])}" for what, key in _HERE if one[key]]
        said += [f"  ! {p['file']}: {p['reason']}{p['remedy']}" for p in one["problems"]]
    call.say(rows, said)
    return DONE_WITH_FINDINGS if any(one["problems"] for one in rows) else DONE


_HERE = (("known-already", "known"), ("perhaps-newer", "newer_of"))


def problem_in_words(call: Call, problem: Problem) -> dict[str, str]:
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
@click.option("--ocr/--no-ocr", default=False, help="对扫描页做文字识别（需安装 ocr 组件）")
@PASSWORD
def read(call: Call, path: Path, ocr: bool, password_file: Path | None) -> int:
    """不建工作区，直接识别一个文件或文件夹（视为一卷）。"""
    from casereview.dossier import actions

    password = call.secret(password_file) or None
    reading = actions.read(path, ocr=ocr, password=password, progress=call.progress())
    value = reading_as_json(call, reading)
    said = _reading_lines(call, reading)
    said += [f"! {p['file']}: {p['reason']}{p['remedy']}" for p in value["problems"]]
    call.say(value, said)
    if reading.problems:
        return DONE_WITH_FINDINGS if reading.members else REFUSED
    return DONE


def reading_as_json(call: Call, reading: Reading) -> dict[str, Any]:
    """The stable shape of `read --json`: papers, facts with what speaks against each, problems."""
    from casereview.dossier.facts.doubts import doubts

    names = {member.sha256: member.name for member in reading.members}
    told = doubts(reading)
    return {
        "papers": [_paper(paper, names) for paper in reading.papers],
        "facts": [
            _fact(fact) | {"doubts": [{"code": doubt.code, "said": _doubt(call, doubt)} for doubt in told.get(at, ())]}
            for at, fact in enumerate(reading.facts)
        ],
        "problems": [problem_in_words(call, problem) for problem in reading.problems],
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


def _reading_lines(call: Call, reading: Reading) -> list[str]:
    """Each paper with the facts read in it, then the facts of no paper; under a number its wrong check digit."""
    from casereview.dossier.facts.doubts import doubts

    told = doubts(reading)
    of_paper: dict[str, list[str]] = {paper.id: [] for paper in reading.papers}
    rest: list[str] = []
    for at, fact in enumerate(reading.facts):
        wrong = [f"! {_doubt(call, doubt)}" for doubt in told.get(at, ()) if not doubt.others]
        of_paper.get(fact.paper, rest).extend([lines.fact(call, fact), *wrong])
    said = []
    for paper in reading.papers:
        said += [lines.paper(call, paper), *(f"    {line}" for line in of_paper[paper.id])]
    return said + rest


def _doubt(call: Call, doubt: Doubt) -> str:
    others = (f"{lines.fact_value(call, other)} ({call.word('cli.page', page=other.page)})" for other in doubt.others)
    return call.word(f"fact_doubt.{doubt.code}", others=lines.listed(call, dict.fromkeys(others)))


@command("list")
@click.option("--unit", default="", help="只列这个单位的")
@click.option("--limit", default=500, help="最多列多少卷")
def list_dossiers(call: Call, unit: str, limit: int) -> int:
    """列出案卷。"""
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        units = lines.unit_names(db)
        wanted = next((ident for ident, name in units.items() if name == unit), unit)
        rows = actions.dossiers(db, actions.Filter(unit=wanted), limit=limit)
    call.say(rows, [lines.dossier(call, one, units) for one in rows])
    return DONE


@command("show")
@click.argument("dossier")
def show(call: Call, dossier: str) -> int:
    """一卷的全部：文书、要素、预审结论、时间轴。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        found = actions.get(db, dossier)
        reading = actions.reading(db, found.id)
        outcomes = checks.outcomes(db, found.id)
        notes = actions.page_findings(db, found.id)
        units = lines.unit_names(db)
    value = {
        "dossier": plain(found), **reading_as_json(call, reading),
        "findings": [finding(call, outcome) for outcome in outcomes], "pages": [_page_note(call, note) for note in notes],
    }  # fmt: skip
    said = [lines.dossier(call, found, units), *_reading_lines(call, reading)]
    said += [row["explanation"] for row in value["pages"]]
    said += [_finding_line(call, row) for row in value["findings"] if row["verdict"] in ("fail", "warn")]
    call.say(value, said)
    return DONE


def _page_note(call: Call, note: PageFinding) -> dict[str, Any]:
    from casereview.dossier import page_finding

    said = page_finding.said(note, call.language)
    elsewhere = [{"dossier": dossier, "page": page} for dossier, page in note.elsewhere]
    return {"note": note.code, "pages": list(note.pages), "elsewhere": elsewhere, "explanation": said}


@command("paper")
@click.argument("dossier")
@click.argument("page", type=int)
@click.option("--form", default="", help="文书代码，如 F15;划分时必填")
@click.option("--title", default="", help="文书名称")
@click.option("--join", is_flag=True, help="并入前一份文书，不另起")
def paper(call: Call, dossier: str, page: int, form: str, title: str, join: bool) -> int:
    """人工划分文书：从第 PAGE 页起为新文书，或并入前一份。"""
    from casereview.dossier import actions, forms
    from casereview.errors import NotFound, WrongUse

    if not join and not form:
        raise WrongUse(detail=call.word("cli.one-of", options="--form | --join"))
    if form and form not in {one.code for one in forms.shipped().form}:
        raise NotFound(what="form", name=form)
    with call.db() as db:
        found = actions.get(db, dossier)
        if join:
            actions.join(db, call.author(), found.id, page)
        else:
            actions.cut(db, call.author(), found.id, page, form, title)
        reading = actions.reading(db, found.id)
    call.say(reading_as_json(call, reading)["papers"], [lines.paper(call, paper) for paper in reading.papers])
    return DONE


@main.group("fact")
def fact() -> None:
    """要素的更正。"""


@command("set", fact)
@click.argument("dossier")
@click.argument("name")
@click.argument("value")
@click.option("--paper", "paper_id", default="", help="文书编号，如 p03")
@click.option("--page", default=0, help="案卷页码（从 1 起）")
def fact_set(call: Call, dossier: str, name: str, value: str, paper_id: str, page: int) -> int:
    """更正一个要素；更正在重新识别后仍然有效。"""
    from casereview.dossier import actions

    given = _value(call, name, value)
    with call.db() as db:
        found = actions.get(db, dossier)
        actions.correct_fact(db, call.author(), found.id, name, given, paper=paper_id, page=page)
        facts = [f for f in actions.reading(db, found.id).facts if f.name == name]
    call.say([_fact(f) for f in facts], [lines.fact(call, f) for f in facts])
    return DONE


def _value(call: Call, name: str, text: str) -> Any:
    """The value as the catalogue of facts types it. Raises NotFound for another name, WrongUse for what is no such value."""
    import json
    from decimal import Decimal

    from casereview.dossier.facts.pack import shipped
    from casereview.errors import NotFound, WrongUse

    kind = next((one.type for one in shipped().catalogue.fact if one.name == name), "")
    if not kind:
        raise NotFound(what="fact", name=name)
    try:
        given = json.loads(text) if text.startswith("{") else text
        if kind == "date":
            date.fromisoformat(str(given))
        elif kind == "money" and not Decimal(str(given)).is_finite():
            raise ValueError(given)
    except (ValueError, ArithmeticError):
        raise WrongUse(detail=call.word("cli.not-a-value", name=lines.named(call, "fact", name), value=text)) from None
    return given


@command("check")
@click.argument("dossiers", nargs=-1)
@click.option(
    "--file", "file", type=click.Path(exists=True, path_type=Path), help="不建工作区，直接预审一个文件或文件夹"
)
@click.option("--complete", is_flag=True, help="声明案卷完整（只用于 --file）")
@click.option("--ocr/--no-ocr", default=False, help="对扫描页做文字识别（只用于 --file）")
def check(call: Call, dossiers: tuple[str, ...], file: Path | None, complete: bool, ocr: bool) -> int:
    """预审：逐条规则给出结论、证据和依据。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    today, names = date.today(), {}
    if file is not None:
        reading = actions.read(file, ocr=ocr, progress=call.progress())
        if not reading.members:
            call.say(
                {"findings": [], "problems": (told := [problem_in_words(call, p) for p in reading.problems])},
                [f"! {p['file']}: {p['reason']}{p['remedy']}" for p in told],
            )
            return REFUSED
        found = {file.name: checks.check_reading(reading, today=today, complete=complete)}
    else:
        with call.db() as db:
            ids = [actions.get(db, name).id for name in dossiers] or None
            checks.check(db, call.author(), ids, today=today, progress=call.progress())
            names = lines.dossier_names(db)
            found = {name: checks.outcomes(db, name) for name in ids or names}
    findings = [{"dossier": name, **finding(call, o)} for name, outcomes in found.items() for o in outcomes]
    said = []
    for name, outcomes in found.items():
        rows = [finding(call, outcome) for outcome in outcomes]
        said.append(lines.row(names.get(name, name), _counts(call, rows)))
        said += [f"  {_finding_line(call, row)}" for row in rows if row["verdict"] in ("fail", "warn")]
    call.say({"findings": findings}, said)
    return DONE_WITH_FINDINGS if any(row["verdict"] == "fail" for row in findings) else DONE


def _counts(call: Call, rows: list[dict[str, Any]]) -> str:
    from collections import Counter

    counts = Counter(str(row["verdict"]) for row in rows)
    return call.word("cli.checked", fails=counts["fail"], warns=counts["warn"], unknowns=counts["unknown"])


def _finding_line(call: Call, row: dict[str, Any]) -> str:
    verdict, severity = call.word(f"check.verdict.{row['verdict']}"), call.word(f"check.severity.{row['severity']}")
    where = [f"{e['title']} {call.word('cli.page', page=e['page'])}" for e in row["evidence"] if e["page"]]
    at = f"  [{lines.listed(call, dict.fromkeys(where))}]" if where else ""
    return f"{verdict}({severity}) {row['check']} {row['explanation']}{at}"


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
    from casereview.checks import say
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        found = actions.get(db, dossier).id
        moments = checks.timeline(actions.reading(db, found), checks.outcomes(db, found))
    said = []
    for moment in moments:
        days = moment.first if moment.first == moment.last else f"{moment.first} → {moment.last}"
        after = (
            ""
            if moment.days is None
            else call.word("cli.days-on", days=moment.days, workdays=lines.dash(moment.workdays))
        )
        broken = lines.listed(
            call, dict.fromkeys(say.title(code.rpartition(".")[0], call.language) for code in moment.broken)
        )
        disputed = call.word("cli.disputed") if moment.disputed else ""
        said.append(
            lines.GAP.join(filter(None, [call.word(f"check.step.{moment.step}"), days or "-", after, disputed, broken]))
        )
    call.say(moments, said)
    return DONE


@command("search")
@click.argument("query")
@click.option("--unit", default="", help="只查这个单位的案卷")
@click.option("--form", default="", help="只查这种文书，如 F17")
@click.option("--limit", default=50, help="最多列多少处")
def search(call: Call, query: str, unit: str, form: str, limit: int) -> int:
    """全文检索案卷和案例库。"""
    from casereview.dossier import actions
    from casereview.exemplars import actions as exemplars

    with call.db(read_only=True) as db:
        answer = actions.search(db, query, unit=unit, form=form, limit=limit)
        cards = [] if unit or form else exemplars.search(db, query)
    said = [
        lines.row(h.dossier[:12], h.name, call.word("cli.page", page=h.page), " ".join(h.snippet.split()))
        for h in answer.hits
    ]
    said += [lines.row(card.id[:12], call.word("cli.exemplar"), card.title) for card in cards]
    said += [call.word("cli.unusable", term=term) for term in answer.unusable]
    said += [call.word("cli.more", limit=limit)] if answer.more else []
    value = {"hits": answer.hits, "unusable": answer.unusable, "more": answer.more, "exemplars": [c.id for c in cards]}
    call.say(value, said or call.word("cli.nothing"))
    return DONE
