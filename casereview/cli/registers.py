"""unit: the register of units and people."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command, main


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
