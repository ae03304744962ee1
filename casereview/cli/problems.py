"""What goes wrong, as (code, one sentence, exit code): our own errors, wrong use of the command line, and the disk's."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
from collections.abc import Sequence

import click

from casereview import words
from casereview.errors import CaseReviewError, WrongUse

_WRONG_USE, _REFUSED = 2, 3
_QUOTED = re.compile(r"'(.*?)'")
_DISK = {
    errno.ENOENT: "no-file",
    errno.EACCES: "no-permission",
    errno.EPERM: "no-permission",
    errno.EROFS: "no-permission",
    errno.ENOSPC: "disk-full",
    errno.EISDIR: "is-a-folder",
    errno.ENOTDIR: "not-a-folder",
    errno.EEXIST: "already-there",
}
# Parameters of errors that are codes, with the table that names them.
_CODED = {
    "no-such-step": {"state": "ledger_state", "wanted": "ledger_state", "possible": "ledger_state"},
    "exemplar-attack-found": {"kind": "personal"},
    "unfit-package": {"kind": "package_kind"},
}
# What a value should have been, by the kind of parameter.
_EXPECTED = {
    "integer": "an-integer",
    "number": "a-number",
    "datetime": "a-date",
    "x0,y0,x1,y1": "a-box",
    "NAME=N": "a-count",
}


def language_of(args: Sequence[str]) -> str:
    """The language asked for, also where the arguments could not be understood."""
    found = os.environ.get("CASEREVIEW_LANG", "")
    for place, word in enumerate(args):
        if word == "--lang" and place + 1 < len(args):
            found = args[place + 1]
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found if found in words.LANGUAGES else words.LANGUAGES[0]


def explained(error: Exception, language: str) -> tuple[str, str, int]:
    """Code, sentence and exit code. Raises what is no problem of the user's."""
    if isinstance(error, WrongUse):
        return error.code, words.explain(error, language), _WRONG_USE
    if isinstance(error, CaseReviewError):
        return error.code, words.explain(_spoken(error, language), language), getattr(error, "exit_code", _REFUSED)
    if isinstance(error, click.UsageError):
        return WrongUse.code, wrong_use(error, language), _WRONG_USE
    if isinstance(error, click.FileError):
        return "no-file", words.render("cli.no-file", language, file=error.ui_filename), _REFUSED
    if isinstance(error, UnicodeDecodeError):
        return "not-text", words.render("cli.not-text", language), _REFUSED
    if isinstance(error, sqlite3.DatabaseError):
        return "database", words.render("cli.database", language, detail=str(error)), _REFUSED
    if isinstance(error, OSError):
        code = _DISK.get(error.errno or 0, "disk")
        return code, words.render(f"cli.{code}", language, file=error.filename or "-", detail=error.strerror or ""), 3
    raise error


def _spoken(error: CaseReviewError, language: str) -> CaseReviewError:
    """The same error with codes among its parameters in words."""
    tables = _CODED.get(error.code, {})
    told = {
        name: "、".join(_word(tables[name], code, language) for code in str(value).split("、"))
        if name in tables
        else value
        for name, value in error.parameters.items()
    }
    return type(error)(**told)


def _word(table: str, code: str, language: str) -> str:
    said = words.render(f"{table}.{code}", language)
    return code if said == f"{table}.{code}" else said


def wrong_use(error: click.UsageError, language: str) -> str:
    """What is wrong with the call and where its help stands."""
    path = error.ctx.command_path if error.ctx else "casereview"
    return words.render("cli.wrong-use", language, detail=_detail(error, language), command=path)


def _detail(error: click.UsageError, language: str) -> str:
    if isinstance(error, click.MissingParameter):
        return words.render("cli.missing", language, name=_name(error))
    if isinstance(error, click.NoSuchOption):
        return words.render("cli.no-option", language, name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _bad(error, language)
    said = _QUOTED.search(error.message) or re.search(r"\((.*)\)", error.message)
    value = said.group(1) if said else error.message
    if error.message.startswith("No such command"):
        return words.render("cli.no-command", language, name=value)
    if error.message.startswith("Got unexpected extra"):
        return words.render("cli.too-much", language, value=value)
    if "requires" in error.message:
        return words.render("cli.missing", language, name=value)
    return error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return str(error.param_hint or "-")
    named = error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.human_readable_name
    return named if isinstance(error.param, click.Option) else named.upper()


def _bad(error: click.BadParameter, language: str) -> str:
    said = _QUOTED.search(error.message)
    value, kind = said.group(1) if said else "", error.param.type if error.param else None
    if isinstance(kind, click.Path):
        return words.render("cli.bad-path", language, value=value)
    if isinstance(kind, click.Choice):
        expected = "、".join(map(str, kind.choices)) if language == "zh" else ", ".join(map(str, kind.choices))
    else:
        expected = words.render(f"cli.{_EXPECTED.get(kind.name if kind else '', 'another')}", language)
    return words.render("cli.bad-value", language, name=_name(error), value=value, expected=expected)
