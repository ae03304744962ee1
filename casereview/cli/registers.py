"""unit, pack, rubric: what stands under a review."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain


@main.group("unit")
def unit() -> None:
    """单位和人员。"""


@command("list", unit)
def unit_list(call: Call) -> int:
    """列出单位。"""
    from casereview.units import actions

    with call.db(read_only=True) as db:
        found = actions.units(db)
    call.say(found, [f"{u.id}  {u.name}" for u in found])
    return DONE


@command("add", unit)
@click.argument("name")
@click.option("--level", type=click.Choice(["city", "county"]), default="county")
@click.option("--region", default="shanxi-jinzhong")
@click.option("--government", default="")
def unit_add(call: Call, name: str, level: str, region: str, government: str) -> int:
    """登记一个单位。"""
    from casereview.units import actions
    from casereview.units.model import Unit

    made = Unit(name, name, level, region, government)
    with call.db() as db:
        actions.set_unit(db, call.author(), made)
    call.say(made, made.name)
    return DONE


@command("import", unit)
@click.argument("table", type=click.Path(exists=True, path_type=Path))
@click.option("--complete-on", type=click.DateTime(["%Y-%m-%d"]), help="声明名册在该日完整(可据此判定无证)")
def unit_import(call: Call, table: Path, complete_on: datetime | None) -> int:
    """由 XLSX 导入单位、人员、证件和数据。"""
    from casereview.units import actions

    with call.db() as db:
        changes, problems = actions.import_table(db, call.author(), table)
        if complete_on is not None:
            for name in changes.units:
                actions.confirm_register(db, call.author(), name, complete_on.date())
    said = [{"code": code, "message": call.word(code, **values)} for code, values in problems]
    call.say({"units": changes.units, "problems": said}, [*sorted(changes.units), *(row["message"] for row in said)])
    return DONE_WITH_FINDINGS if said else DONE


@command("show", unit)
@click.argument("name")
def unit_show(call: Call, name: str) -> int:
    """一个单位的人员、证件和数据。"""
    from casereview.errors import NotFound
    from casereview.units import actions

    with call.db(read_only=True) as db:
        found = actions.profile(db, name)
    if found is None:
        raise NotFound(what=call.word("thing.unit"), name=name)
    lines = [found.unit.name] + [f"  {p.name}  {'、'.join(c.number for c in p.certificates)}" for p in found.people]
    call.say(found, lines)
    return DONE


@main.group("pack")
def pack() -> None:
    """数据包:法规、日历、地区口径、文书、要素等。"""


@command("list", pack)
def pack_list(call: Call) -> int:
    """列出随程序提供的数据包。"""
    from casereview import packs

    kinds = sorted(folder.name for folder in packs.SHIPPED.iterdir() if folder.is_dir())
    found = {kind: packs.names(kind) for kind in kinds}
    call.say(found, [f"{kind}/{name}" for kind, names in found.items() for name in names])
    return DONE


@command("show", pack)
@click.argument("kind")
@click.argument("name")
def pack_show(call: Call, kind: str, name: str) -> int:
    """一个数据包的内容。"""
    import tomllib

    from casereview import packs
    from casereview.errors import NotFound

    file = packs.SHIPPED / kind / f"{name}.toml"
    if not file.is_file():
        raise NotFound(what="pack", name=f"{kind}/{name}")
    text = file.read_text("utf-8")
    call.say(tomllib.loads(text), text.splitlines())
    return DONE


@command("import", pack)
@click.argument("kind", type=click.Choice(["calendar", "regions", "law", "discretion"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def pack_import(call: Call, kind: str, file: Path) -> int:
    """在本工作区启用改过的数据包:下一年的日历、本省的听证标准等(文件名即数据包名)。"""
    from casereview.checks import actions

    with call.db() as db:
        actions.set_pack(db, call.author(), kind, file.stem, file.read_text("utf-8"))
    call.say({"pack": f"{kind}/{file.stem}"}, f"{kind}/{file.stem}")
    return DONE


@main.group("rubric")
def rubric() -> None:
    """评查标准。"""


def _rubric(call: Call, name: str) -> Any:
    """A shipped rubric by its code, or one from a file."""
    from casereview.errors import NotFound
    from casereview.rubric import files

    if Path(name).suffix == ".toml":
        return files.load(Path(name))
    found = next((r for r in files.shipped() if r.code == name), None)
    if found is None:
        raise NotFound(what=call.word("thing.rubric"), name=name)
    return found


@command("list", rubric)
def rubric_list(call: Call) -> int:
    """列出随程序提供的评查标准。"""
    from casereview.rubric import files

    rows = [
        {"code": r.code, "title": r.title, "version": r.version, "items": len(r.items), "digest": files.digest(r)}
        for r in files.shipped()
    ]
    call.say(rows, [f"{row['code']:<4}{row['version']:<10}{row['items']:>3} 项  {row['title']}" for row in rows])
    return DONE


@command("show", rubric)
@click.argument("name")
def rubric_show(call: Call, name: str) -> int:
    """一个评查标准的全部条目(代码或 TOML 文件)。"""
    found = _rubric(call, name)
    lines = [f"{found.code} {found.title} {found.version}({found.full_marks} 分)"]
    for section in found.sections:
        lines.append(f"{section.title}({section.points})")
        for item in section.items:
            lines.append(f"  {found.position(item.id):<6}{item.title}  {item.points}")
            lines += [f"        {d.text} −{d.points}{'/' + d.each if d.each else ''}" for d in item.deductions]
    call.say(found, lines)
    return DONE


@command("lint", rubric)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def rubric_lint(call: Call, files: tuple[Path, ...]) -> int:
    """检查评查标准文件:分值、编号、上限、否决依据等。"""
    from casereview.rubric import lint

    found = [(file, finding) for file in files for finding in lint.lint(file)]
    rows = [
        {"file": file.name, **plain(finding), "message": lint.sentence(finding, call.language)}
        for file, finding in found
    ]
    call.say({"findings": rows}, [f"{row['file']}: {row['message']}" for row in rows])
    return DONE_WITH_FINDINGS if rows else DONE


@command("export", rubric)
@click.argument("name")
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
def rubric_export(call: Call, name: str, out: Path) -> int:
    """把评查标准写成 TOML 文件。"""
    from casereview.rubric import files

    out.write_text(files.dump(_rubric(call, name)), "utf-8")
    call.say({"file": str(out)}, str(out))
    return DONE


@command("import", rubric)
@click.argument("table", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
@click.option("--code", required=True, help="新标准的代码,如 PT")
def rubric_import(call: Call, table: Path, out: Path, code: str) -> int:
    """由单位常用的 Word 或 Excel 评查表导入为 TOML;每一处推断和疑问都列出。"""
    from casereview.rubric import files, tables

    draft = tables.read_table(table, code=code)
    notes = [{**plain(note), "message": note.sentence(call.language)} for note in draft.notes]
    if draft.rubric is not None:
        out.write_text(files.dump(draft.rubric), "utf-8")
    value = {"file": str(out) if draft.rubric else "", "notes": notes}
    call.say(value, [str(out) if draft.rubric else call.word("cli.no-rubric"), *(note["message"] for note in notes)])
    return DONE if draft.rubric is not None else REFUSED


@command("tailor", rubric)
@click.argument("base")
@click.argument("tailoring", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "out", required=True, type=click.Path(path_type=Path))
def rubric_tailor(call: Call, base: str, tailoring: Path, out: Path) -> int:
    """把裁剪文件用于其指定的基础标准;用于别的标准时拒绝(退出码 4)。"""
    from casereview.rubric import files
    from casereview.rubric.tailor import load_tailoring, tailored

    made = tailored(_rubric(call, base), load_tailoring(tailoring), tailoring.name)
    out.write_text(files.dump(made), "utf-8")
    call.say({"file": str(out), "digest": made.digest}, str(out))
    return DONE


@command("diff", rubric)
@click.argument("old")
@click.argument("new")
def rubric_diff(call: Call, old: str, new: str) -> int:
    """两个版本之间逐条的差异。"""
    before, after = ({i.id: i for i in _rubric(call, name).items} for name in (old, new))
    rows: list[dict[str, Any]] = []
    for item in sorted(before.keys() | after.keys()):
        if before.get(item) != after.get(item):
            rows.append({"item": item, "old": plain(before.get(item)), "new": plain(after.get(item))})
    lines = [f"{row['item']}: {_points(row['old'])} → {_points(row['new'])}" for row in rows]
    call.say({"changed": rows}, lines)
    return DONE


def _points(item: dict[str, Any] | None) -> str:
    return f"{item['title']} {item['points']}" if item else "-"
