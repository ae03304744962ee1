"""What every command shares: the workspace, who acts, one JSON document or plain lines, and exit codes.

Exit codes: 0 done · 1 done, with files set aside or failures found · 2 wrong use · 3 refused input · 4 wrong base.
"""

from __future__ import annotations

import dataclasses
import getpass
import importlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview import words
from casereview.cli import problems
from casereview.errors import CaseReviewError
from casereview.progress import Pace, Progress

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.record import Author
    from casereview.workspace import Workspace

DONE, DONE_WITH_FINDINGS, WRONG_USE, REFUSED, WRONG_BASE = 0, 1, 2, 3, 4
STOPPED = 130  # by Ctrl+C, as shells say it

# Each module registers its commands on `main` when it is imported; a command is looked up here first.
_HOMES = {
    "open": "window", "demo": "window",
    "intake": "taking", "ocr": "scans", "read": "taking", "list": "dossiers", "show": "dossiers", "paper": "dossiers",
    "fact": "dossiers", "check": "prechecks", "search": "dossiers", "timeline": "prechecks",
    "unit": "registers", "pack": "packs", "rubric": "rubrics",
    "mark": "marks", "seal": "marks", "sheet": "marks",
    "campaign": "panel", "package": "panel", "merge": "panel",
    "disputes": "sitting", "decide": "sitting", "objection": "sitting",
    "results": "outputs", "verify-results": "outputs", "exemplar": "library", "redact": "library", "attack": "library",
    "notice": "outputs", "ledger": "outputs",
    "verify": "care", "backup": "care", "restore": "care", "init": "care",
}  # fmt: skip


class Commands(click.Group):
    """Commands by name, their modules imported only when asked for; an error a user can put right is one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_HOMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _HOMES:
            importlib.import_module(f"casereview.cli.{_HOMES[cmd_name]}")
        return super().get_command(ctx, cmd_name)

    def main(  # type: ignore[override]  # always to the end of the program: that is what a command line is
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **more: Any
    ) -> Any:
        """Run, and end with an exit code: what the user can put right is one line, or one JSON document with `--json`."""
        given = list(sys.argv[1:] if args is None else args)
        more.pop("standalone_mode", None)
        try:
            code = super().main(given, prog_name, standalone_mode=False, **more)
        except click.Abort:
            _tell("stopped", words.render("cli.stopped", problems.language_of(given)), given)
            sys.exit(STOPPED)
        except (click.ClickException, CaseReviewError, OSError, UnicodeDecodeError, sqlite3.DatabaseError) as error:
            sys.exit(_refuse(error, given))
        sys.exit(code if isinstance(code, int) else DONE)


def _refuse(error: Exception, args: Sequence[str]) -> int:
    """Say what is wrong on stderr, or as the one document on stdout; gives the exit code. Re-raises what is our bug."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show()
        return WRONG_USE
    code, sentence, exit_code = problems.explained(error, problems.language_of(args))
    _tell(code, sentence, args)
    return exit_code


def _tell(code: str, sentence: str, args: Sequence[str]) -> None:
    if "--json" in args:
        click.echo(json.dumps({"error": {"code": code, "message": sentence}}, ensure_ascii=False))
    else:
        click.echo(sentence, err=True)


@dataclasses.dataclass
class Call:
    """What stands before the command: `-w`, `-c`, `--as`, `--lang`; `json` is set by the command's own flag."""

    workspace: Path | None
    campaign: str
    actor: str
    language: str
    json: bool = False

    @contextmanager
    def open(self, *, read_only: bool = False) -> Iterator[Workspace]:
        """The workspace asked for. Raises NoWorkspace, WorkspaceBusy (a command that writes needs the lock)."""
        from casereview.workspace import Workspace, WorkspaceBusy

        with Workspace.open(self.folder(), read_only=read_only) as workspace:
            if workspace.read_only and not read_only:
                raise WorkspaceBusy(folder=str(workspace.folder), who=workspace.holder)
            yield workspace

    @contextmanager
    def db(self, *, read_only: bool = False) -> Iterator[Database]:
        with self.open(read_only=read_only) as workspace, closing(workspace.connect()) as db:
            yield db

    def folder(self) -> Path:
        """`-w`, or the only workspace in this folder. Raises NoWorkspace."""
        from casereview.workspace import SUFFIX, NoWorkspace

        if self.workspace is not None:
            return self.workspace
        here = sorted(folder for folder in Path.cwd().glob(f"*{SUFFIX}") if folder.is_dir())
        if len(here) == 1:
            return here[0]
        raise NoWorkspace(folder=str(Path.cwd()))

    def author(self) -> Author:
        from casereview.record import Author

        return Author(self.actor)

    def say(self, value: object, lines: Iterable[str] | str = ()) -> None:
        """Print one JSON document, or the lines."""
        if self.json:
            click.echo(json.dumps(plain(value), ensure_ascii=False, indent=2))
        else:
            for line in [lines] if isinstance(lines, str) else lines:
                click.echo(line)

    def secret(self, file: Path | None) -> str:
        """The first line of a file, "" without one. Raises WrongUse for an empty line: it would lock and open nothing."""
        from casereview.errors import WrongUse

        if file is None:
            return ""
        first = next(iter(file.read_text("utf-8-sig").splitlines()), "").strip()
        if not first:
            raise WrongUse(detail=self.word("cli.no-passphrase", file=file.name))
        return first

    def word(self, code: str, /, **parameters: object) -> str:
        return words.render(code, self.language, **parameters)

    def progress(self) -> Progress:
        """Shown on stderr while it runs, where somebody watches."""
        if self.json or not sys.stderr.isatty():
            return lambda done, total, note="": None

        pace = Pace()

        def show(done: int, total: int, note: str = "") -> None:
            pace.report(done, total)
            click.echo(f"\r{f'{done}/{total}{self._pace(pace)} {note[:50]}':<76}", err=True, nl=done == total)

        return show

    def _pace(self, pace: Pace) -> str:
        """Units a minute and the time that is left, as far as they can be told."""
        rate, left = pace.a_minute, pace.remaining
        said = "" if rate is None else " · " + self.word("cli.a-minute", rate=f"{rate:.1f}")
        if left is None:
            return said
        code, number = ("cli.seconds-left", left) if left < 90 else ("cli.minutes-left", left / 60)
        return said + " · " + self.word(code, left=max(1, round(number)))


def plain(value: Any) -> Any:
    """Values of the domain as JSON has them: dataclasses and models as objects, exact numbers as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (Decimal, Fraction, Path)):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    return value


@click.group(cls=Commands, invoke_without_command=True)
@click.option("-w", "--workspace", type=click.Path(path_type=Path), envvar="CASEREVIEW_WORKSPACE", help="工作区文件夹")
@click.option("-c", "--campaign", default="", help="评查批次；默认为最新未归档批次")
@click.option("--as", "actor", default="", envvar="CASEREVIEW_AS", help="以谁的名义操作；默认为登录名")
@click.option(
    "--lang", type=click.Choice(words.LANGUAGES), default="zh", envvar="CASEREVIEW_LANG", help="输出所用的语言"
)
@click.version_option(package_name="casereview", help="显示版本")
@click.help_option(help="显示用法")
@click.pass_context
def main(ctx: click.Context, workspace: Path | None, campaign: str, actor: str, lang: str) -> None:
    """案卷评查 CaseReview:离线的行政执法案卷评查。"""
    ctx.obj = Call(workspace, campaign, actor or _login(), lang)
    if ctx.invoked_subcommand is None:
        ctx.invoke(main.get_command(ctx, "open"))  # type: ignore[arg-type]  # "open" is among the commands


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return os.environ.get("USERNAME", "?")


def command(name: str, group: click.Group | None = None, **more: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """A command with `--json`; the function gets the Call first and may return an exit code."""

    def wrap(function: Callable[..., Any]) -> click.Command:
        @click.pass_context
        def run(ctx: click.Context, /, *args: Any, as_json: bool, **values: Any) -> None:
            call: Call = ctx.obj
            call.json = as_json
            ctx.exit(function(call, *args, **values) or DONE)

        run.__doc__ = function.__doc__
        parameters = getattr(function, "__click_params__", [])
        run.__click_params__ = list(parameters)  # type: ignore[attr-defined]  # how click itself keeps options
        flag = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
        helped = click.help_option(help="显示用法")
        return (group or main).command(name, **more)(flag(helped(run)))

    return wrap


class Points(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click alone
    """An exact number, such as points."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            found = Decimal(str(value))
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite():
            self.fail(f"'{value}' is not a number.", param, ctx)
        return found


class Box(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click alone
    """x0,y0,x1,y1 in points from the top left."""

    name = "x0,y0,x1,y1"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, ...]:
        try:
            corners = tuple(float(part) for part in str(value).split(","))
        except ValueError:
            corners = ()
        if len(corners) != 4 or corners[0] > corners[2] or corners[1] > corners[3] or not all(map(isfinite, corners)):
            self.fail(f"'{value}' is no box.", param, ctx)
        return corners


class Count(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click alone
    """NAME=NUMBER."""

    name = "NAME=N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        if isinstance(value, tuple):
            return value
        name, _, count = str(value).rpartition("=") if "=" in str(value) else (str(value), "", "1")
        if not name or not count.isascii() or not count.isdigit() or not 0 < int(count) <= 9999:
            self.fail(f"'{value}' is no NAME=N.", param, ctx)
        return name, int(count)
