"""check, timeline: what the rules say, and when things happened."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, plain
from casereview.cli.readings import problem_in_words

if TYPE_CHECKING:
    from casereview.checks.model import Outcome


@command("check")
@click.argument("dossiers", nargs=-1)
@click.option(
    "--file", "file", type=click.Path(exists=True, path_type=Path), help="不建工作区，直接预审一个文件或文件夹"
)
@click.option("--complete", is_flag=True, help="声明案卷完整（只用于 --file）")
@click.option("--ocr/--no-ocr", default=False, help="对扫描页做文字识别（只用于 --file）")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="逐条列出全部结论：合格、未知、不适用和由人判断的也列，并写明怎样才改变、查过哪些页",
)
def check(call: Call, dossiers: tuple[str, ...], file: Path | None, complete: bool, ocr: bool, every: bool) -> int:
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
        for row in rows if every else [row for row in rows if row["verdict"] in ("fail", "warn")]:
            said.append(f"  {finding_line(call, row)}")
            said += [f"      {row[part]}" for part in ("would_turn", "searched_in") if every and row[part]]
    call.say({"findings": findings}, said)
    return DONE_WITH_FINDINGS if any(row["verdict"] == "fail" for row in findings) else DONE


def _counts(call: Call, rows: list[dict[str, Any]]) -> str:
    from collections import Counter

    counts = Counter(str(row["verdict"]) for row in rows)
    return call.word("cli.checked", fails=counts["fail"], warns=counts["warn"], unknowns=counts["unknown"])


def finding_line(call: Call, row: dict[str, Any]) -> str:
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
        "searched": [{"title": one.title, "first": one.first, "last": one.last} for one in outcome.searched],
        "searched_in": say.searching(outcome, call.language),
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
