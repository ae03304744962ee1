"""intake, read: from files to dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, plain
from casereview.cli.readings import problem_in_words, reading_as_json, reading_lines

if TYPE_CHECKING:
    pass


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
    said = reading_lines(call, reading)
    said += [f"! {p['file']}: {p['reason']}{p['remedy']}" for p in value["problems"]]
    call.say(value, said)
    if reading.problems:
        return DONE_WITH_FINDINGS if reading.members else REFUSED
    return DONE
