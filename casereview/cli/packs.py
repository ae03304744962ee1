"""pack: the data that the checks use, as this workspace has edited it, and the versions that a review has frozen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, Call, command, main
from casereview.errors import CaseReviewError

if TYPE_CHECKING:
    from pydantic import BaseModel
    from sqlite_utils import Database

    from casereview.checks.shelf import Shelved


@main.group("pack")
def pack() -> None:
    """数据包：法规、日历、地区口径、裁量、清单、文书、要素等。"""


@contextmanager
def _workspace(call: Call) -> Iterator[Database | None]:
    """The workspace, or None where there is none and none was named: the shipped packs are looked at without one."""
    from casereview.workspace import NoWorkspace

    try:
        held = call.db(read_only=True)
        db = held.__enter__()
    except NoWorkspace:
        if call.workspace is not None:
            raise
        yield None
        return
    try:
        yield db
    finally:
        held.__exit__(None, None, None)


def _shelf(db: Database | None) -> list[Shelved]:
    from casereview.checks import actions, shelf

    return actions.shelf(db) if db is not None else shelf.shipped()


@command("list", pack)
@click.argument("kind", default="")
def pack_list(call: Call, kind: str) -> int:
    """列出数据包：摘要、在工作区里是否修改过、待核几项、本评查批次冻结的版本。"""
    from casereview.panel import actions as panel

    froze: dict[str, str] = {}
    with _workspace(call) as db:
        every = [one for one in _shelf(db) if kind in ("", one.kind)]
        if db is not None and panel.campaigns(db):
            froze = panel.campaign(db, call.campaign).packs
    found: dict[str, Any] = {}
    for one in every:
        found.setdefault(one.kind, []).append(one.name)
    rows = [
        {
            "kind": one.kind, "name": one.name, "title": one.title, "digest": one.digest, "editable": one.editable,
            "edited_by": one.by, "edited_at": one.at, "open": len(one.open), "frozen": froze.get(f"{one.kind}/{one.name}", ""),
        }
        for one in every
    ]  # fmt: skip
    edited = [f"{one.kind}/{one.name}" for one in every if one.edited]
    call.say({**found, "edited": edited, "packs": rows}, [_line(call, row) for row in rows])
    return DONE


def _line(call: Call, row: dict[str, Any]) -> str:
    cells = [f"{row['kind']}/{row['name']}", row["digest"][:12]]
    cells += [call.word("cli.edited")] if row["edited_by"] else []
    cells += [call.word("cli.pack-open", count=row["open"])] if row["open"] else []
    if row["frozen"] and row["frozen"] != row["digest"]:
        cells.append(call.word("cli.pack-frozen", digest=row["frozen"][:12]))
    return lines.row(*cells)


@command("show", pack)
@click.argument("kind")
@click.argument("name")
@click.option("--entries", "by_entry", is_flag=True, help="逐条列出：内容、出处、是否核对过、由谁何时核对")
def pack_show(call: Call, kind: str, name: str, by_entry: bool) -> int:
    """一个数据包的内容；KIND 和 NAME 见 pack list。"""
    from casereview.checks import actions, entries, shelf

    with _workspace(call) as db:
        text = actions.pack_text(db, kind, name) if db is not None else shelf.shipped_text(kind, name)
    if not by_entry:
        call.say(tomllib.loads(text), text.splitlines())
        return DONE
    found = entries.entries(kind, name, text)
    rows = [
        {
            "path": list(one.path), "title": one.title, "values": dict(one.values), "source": one.source,
            "confirmed": one.confirmed, "confirmed_by": one.confirmed_by,
        }
        for one in found
    ]  # fmt: skip
    states = {True: call.word("check.legal.confirmed"), False: call.word("check.legal.open"), None: ""}
    call.say(rows, [lines.row(one.title, states[one.confirmed], one.confirmed_by, one.source) for one in found])
    return DONE


@command("import", pack)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", default="", help="数据包种类；默认按内容判断")
@click.option("--name", default="", help="数据包名称；默认为文件名，日历为其年份")
@click.option("--dry-run", is_flag=True, help="只检查文件并说明是什么，不写入工作区")
def pack_import(call: Call, file: Path, kind: str, name: str, dry_run: bool) -> int:
    """检查一个数据包文件，说明是什么，并在本工作区启用（日历、地区口径、法规、裁量、清单、目录）。"""
    from casereview import packs
    from casereview.checks import actions

    text = file.read_text("utf-8-sig")
    kind, name, found = _recognised(text, file, kind, name)
    name = name or str(getattr(found, "year", "")) or file.stem
    if not dry_run:
        with call.db() as db:
            actions.set_pack(db, call.author(), kind, name, text)
    value = {"kind": kind, "name": name, "digest": packs.content_hash(text), "used": not dry_run}
    call.say(value, call.word("cli.pack-fine" if dry_run else "cli.pack-used", pack=f"{kind}/{name}"))
    return DONE


@command("table", pack)
@click.option("--region", default="shanxi-jinzhong", help="地区口径（pack list regions）")
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="写成 Markdown 文件")
def pack_table(call: Call, region: str, out: Path | None) -> int:
    """法律数据核对表：每个期限、金额、幅度、条号、档次、清单的数值、条文、出处和状态。"""
    from casereview.checks import inforce, law, legal

    with _workspace(call) as db:
        found = inforce.settled(db, region) if db is not None else law.shipped(region)
    text = legal.markdown(call.language, found, region)
    if out is not None:
        out.write_text(text, "utf-8")
        call.say({"file": str(out)}, str(out))
        return DONE
    call.say(legal.figures(found, region), text.splitlines())
    return DONE


@command("versions", pack)
def pack_versions(call: Call) -> int:
    """本评查批次冻结的版本与现行版本不同的数据包，以及改用现行版本的记录。"""
    from casereview.panel import actions

    with call.db(read_only=True) as db:
        found = actions.campaign(db, call.campaign)
        newer, taken = actions.newer_packs(db, found.id), actions.packs_taken(db, found.id)
    value = {
        "campaign": found.id,
        "packs": [{"pack": key, "frozen": a, "in_force": b} for key, (a, b) in newer.items()],
        "taken": [{"by": who, "at": at, "reason": act.reason, "packs": act.packs} for who, at, act in taken],
    }
    shown = [lines.row(key, a[:12] or "-", "→", b[:12] or "-") for key, (a, b) in newer.items()]
    shown += [lines.row(who, lines.minute(at), act.reason, *act.packs) for who, at, act in taken]
    call.say(value, shown or call.word("cli.pack-same", title=found.title))
    return DONE


@command("take", pack)
@click.option("--reason", required=True, help="理由，记入评查记录")
def pack_take(call: Call, reason: str) -> int:
    """由组长决定本评查批次改用现行版本；案卷重新预审以后按新版本判断。"""
    from casereview.panel import actions

    with call.db() as db:
        found = actions.campaign(db, call.campaign)
        newer = actions.newer_packs(db, found.id)
        actions.take_packs(db, call.author(), found.id, reason)
    word = call.word("cli.pack-taken", count=len(newer), title=found.title)
    call.say({"campaign": found.id, "packs": sorted(newer)}, word)
    return DONE


class UnknownPack(CaseReviewError):
    """The text is none of the packs that the checks use; `file`."""

    code = "unknown-pack"


def _recognised(text: str, file: Path, kind: str, name: str) -> tuple[str, str, BaseModel]:
    """Kind, name ("" where any name will do) and content. Raises what `packs.parse` does, UnknownPack."""
    from casereview import packs
    from casereview.checks.law import MODELS, model_of

    if kind and name and (model := model_of(kind, name)):
        return kind, name, packs.parse(text, file.name, model)
    try:
        keys = set(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise packs.PackNotToml(file=file.name, detail=str(problem)) from None
    # The pack it has most keys of: what does not fit is then named by that one. Of two alike the one that it fits.
    held = {home: len(keys & set(MODELS[home].model_fields)) for home in MODELS if kind in ("", home.partition("/")[0])}
    best = [home for home, count in held.items() if count and count == max(held.values())]
    if not best:
        raise UnknownPack(file=file.name)
    problems: list[CaseReviewError] = []
    for home in best:
        folder, _, fixed = home.partition("/")
        try:
            return folder, name or fixed, packs.parse(text, file.name, MODELS[home])
        except CaseReviewError as problem:
            problems.append(problem)
    raise problems[0]
