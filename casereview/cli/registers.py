"""unit, pack: the register of units and people, and the packs of data that the checks use."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command, main
from casereview.errors import CaseReviewError

if TYPE_CHECKING:
    from pydantic import BaseModel


@main.group("unit")
def unit() -> None:
    """单位和人员。"""


@command("list", unit)
def unit_list(call: Call) -> int:
    """列出单位。"""
    from casereview.units import actions

    with call.db(read_only=True) as db:
        found = actions.units(db)
    call.say(found, [lines.row(u.name, call.word(f"level.{u.level}"), u.region, u.government) for u in found])
    return DONE


@command("add", unit)
@click.argument("name")
@click.option("--level", type=click.Choice(["city", "county"]), default="county", help="市级或县级")
@click.option("--region", default="shanxi-jinzhong", help="地区口径(pack list regions)")
@click.option("--government", default="", help="本级人民政府")
def unit_add(call: Call, name: str, level: str, region: str, government: str) -> int:
    """登记一个单位。"""
    from casereview import packs
    from casereview.errors import NotFound, WrongUse
    from casereview.units import actions
    from casereview.units.model import Unit

    if not name.strip():
        raise WrongUse(detail="NAME")
    if region not in packs.names("regions"):
        raise NotFound(what="pack", name=f"regions/{region}")
    made = Unit(name, name, level, region, government)
    with call.db() as db:
        actions.set_unit(db, call.author(), made)
    call.say(made, made.name)
    return DONE


@command("import", unit)
@click.argument("table", type=click.Path(exists=True, path_type=Path))
@click.option("--complete-on", type=click.DateTime(["%Y-%m-%d"]), help="声明名册在该日完整（可据此判定无证）")
def unit_import(call: Call, table: Path, complete_on: datetime | None) -> int:
    """由 XLSX 导入单位、人员、证件和数据。"""
    from casereview.units import actions

    with call.db() as db:
        changes, problems = actions.import_table(db, call.author(), table)
        if complete_on is not None:
            for name in changes.units:
                actions.confirm_register(db, call.author(), name, complete_on.date())
        names = lines.unit_names(db)
    said = [{"code": code, "message": call.word(code, **values)} for code, values in problems]
    touched = sorted(changes.units)
    first = call.word("cli.units-taken", count=len(touched)) if touched else call.word("cli.nothing-new")
    shown = [first, *(f"  {names.get(u, u)}" for u in touched), *(f"! {row['message']}" for row in said)]
    call.say({"units": touched, "problems": said}, shown)
    return DONE_WITH_FINDINGS if said else DONE


@command("show", unit)
@click.argument("name")
def unit_show(call: Call, name: str) -> int:
    """一个单位的人员、证件和数据。"""
    from casereview.errors import NotFound
    from casereview.units import actions

    with call.db(read_only=True) as db:
        unit_id = actions.unit(db, name).id
        found = actions.profile(db, unit_id)
    if found is None:
        raise NotFound(what="unit", name=name)
    complete = found.register_complete_on
    said = [
        lines.row(found.unit.name, call.word(f"level.{found.unit.level}"), found.unit.region, found.unit.government)
    ]
    said.append(call.word("cli.register-complete" if complete else "cli.register-open", on=complete))
    for person in found.people:
        roles = lines.listed(call, (lines.named(call, "role", role) for role in person.roles))
        said.append(lines.row(f"  {person.name}", roles, lines.listed(call, (c.number for c in person.certificates))))
    said += [lines.row(f"  {f.name}", f.value, f.on, f.source) for f in found.figures]
    call.say(found, said)
    return DONE


@main.group("pack")
def pack() -> None:
    """数据包：法规、日历、地区口径、文书、要素等。"""


@command("list", pack)
@click.argument("kind", default="")
def pack_list(call: Call, kind: str) -> int:
    """列出随程序提供的数据包；在工作区里修改过的另行标出。"""
    from casereview import packs
    from casereview.checks import actions
    from casereview.workspace import NoWorkspace

    kinds = sorted(folder.name for folder in packs.SHIPPED.iterdir() if folder.is_dir())
    found = {one: packs.names(one) for one in kinds if kind in ("", one)}
    edited: list[str] = []
    try:
        with call.db(read_only=True) as db:
            edited = sorted(name for name in actions.edited_packs(db) if kind in ("", name.partition("/")[0]))
    except NoWorkspace:
        if call.workspace is not None:
            raise
    every = sorted({f"{one}/{name}" for one, names in found.items() for name in names} | set(edited))
    shown = [lines.row(name, *([call.word("cli.edited")] if name in edited else [])) for name in every]
    call.say({**found, "edited": edited}, shown)
    return DONE


@command("show", pack)
@click.argument("kind")
@click.argument("name")
def pack_show(call: Call, kind: str, name: str) -> int:
    """一个数据包的内容;KIND 和 NAME 见 pack list。"""
    from casereview import packs
    from casereview.checks import actions
    from casereview.errors import NotFound
    from casereview.workspace import NoWorkspace

    text = ""
    try:
        with call.db(read_only=True) as db:
            text = actions.edited_packs(db).get(f"{kind}/{name}", "")
    except NoWorkspace:
        if call.workspace is not None:
            raise
    if not text:
        if name not in packs.names(kind):
            raise NotFound(what="pack", name=f"{kind}/{name}")
        text = (packs.SHIPPED / kind / f"{name}.toml").read_text("utf-8")
    call.say(tomllib.loads(text), text.splitlines())
    return DONE


@command("import", pack)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", default="", help="数据包种类；默认按内容判断")
@click.option("--name", default="", help="数据包名称；默认为文件名，日历为其年份")
@click.option("--dry-run", is_flag=True, help="只检查文件并说明是什么，不写入工作区")
def pack_import(call: Call, file: Path, kind: str, name: str, dry_run: bool) -> int:
    """检查一个数据包文件，说明是什么，并在本工作区启用（日历、地区口径、法规、裁量）。"""
    from casereview import packs
    from casereview.checks import actions

    text = file.read_text("utf-8-sig")
    kind, name, found = _recognised(text, file, kind, name)
    name = name or str(getattr(found, "year", "")) or file.stem
    if not dry_run:
        with call.db() as db:
            actions.set_pack(db, call.author(), kind, name, text)
    value = {"kind": kind, "name": name, "digest": packs.digest(found), "used": not dry_run}
    call.say(value, call.word("cli.pack-fine" if dry_run else "cli.pack-used", pack=f"{kind}/{name}"))
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
    # The pack it has most keys of: what does not fit is then named by that one.
    homes = [home for home in MODELS if kind in ("", home.partition("/")[0])]
    best = max(homes, key=lambda home: len(keys & set(MODELS[home].model_fields)), default="")
    if not best or not keys & set(MODELS[best].model_fields):
        raise UnknownPack(file=file.name)
    folder, _, fixed = best.partition("/")
    return folder, name or fixed, packs.parse(text, file.name, MODELS[best])
