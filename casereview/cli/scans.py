"""ocr: recognition of pages that are pictures, of dossiers that are in the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command, plain
from casereview.cli.readings import problem_in_words

if TYPE_CHECKING:
    from casereview.dossier.actions import Recognition


@command("ocr")
@click.argument("dossiers", nargs=-1)
@click.option("--unit", default="", help="只识别这个单位的案卷")
@click.option("--renew", is_flag=True, help="旧版识别过的页也重新识别")
@click.option("--workers", default=0, help="同时工作的识别进程数；默认为处理器核数的一半")
def ocr(call: Call, dossiers: tuple[str, ...], unit: str, renew: bool, workers: int) -> int:
    """对已录入案卷的扫描页做文字识别；可随时中断，再次运行时只做剩余各页。"""
    from casereview.dossier import actions
    from casereview.units import actions as units

    with call.db() as db:
        if dossiers:
            wanted = [actions.get(db, name).id for name in dossiers]
        else:
            chosen = actions.Filter(unit=units.unit(db, unit).id if unit else "")
            wanted = [dossier.id for dossier in actions.dossiers(db, chosen, limit=actions.count(db, chosen))]
        _, report = actions.recognise(db, call.author(), wanted, progress=call.progress(), workers=workers, renew=renew)
    call.say(recognised(call, report), recognised_lines(call, report))
    return DONE_WITH_FINDINGS if report.problems else DONE


def recognised(call: Call, report: Recognition) -> dict[str, Any]:
    """The report for `--json`: with pages a minute, and problems in words."""
    problems = [{**problem_in_words(call, p), "page": p.parameters["page"]} for p in report.problems]
    return {**plain(report), "a_minute": round(report.a_minute, 2), "problems": problems}


def recognised_lines(call: Call, report: Recognition) -> list[str]:
    said = call.word(
        "cli.recognised", pages=report.pages, seconds=round(report.seconds), rate=f"{report.a_minute:.1f}",
        empty=report.empty, failed=len(report.problems), left=report.left,
    )  # fmt: skip
    problems = [problem_in_words(call, problem) for problem in report.problems]
    return [said, *(f"  ! {p['file']}: {p['reason']}{p['remedy']}" for p in problems)]
