"""rubric: shipped and published rubrics, files of them, and what a new version would change."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain

if TYPE_CHECKING:
    from casereview.marking.impact import Impact
    from casereview.rubric.compare import Difference
    from casereview.rubric.model import Deduction, Rubric

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")


@main.group("rubric")
def rubric() -> None:
    """评查标准。"""


def rubric_named(call: Call, name: str) -> Rubric:
    """By code, title or digest: shipped or published in the workspace; or one from a file. Raises UnknownRubric."""
    from casereview.rubric import files

    if Path(name).suffix == ".toml":
        return files.load(Path(name))
    known = _known(call)
    for found in known:
        if name == found.digest or (len(name) >= 8 and found.digest.startswith(name)):
            return found
    fitting = [found for found in known if name in (found.code, found.title)]
    if not fitting:
        from casereview.rubric.actions import UnknownRubric

        raise UnknownRubric(name=name)
    return fitting[-1]


def _known(call: Call) -> list[Rubric]:
    """With those of the workspace where there is one; without `-w` it is no error if there is none."""
    from casereview.rubric import actions, files
    from casereview.workspace import NoWorkspace

    try:
        with call.db(read_only=True) as db:
            return actions.rubrics(db)
    except NoWorkspace:
        if call.workspace is not None:
            raise
        return files.shipped()


@command("list", rubric)
def rubric_list(call: Call) -> int:
    """列出评查标准：随程序提供的，和在工作区里发布的。"""
    rows = [
        {"code": r.code, "title": r.title, "version": r.version, "items": len(r.items), "digest": r.digest}
        for r in _known(call)
    ]
    shown = [
        lines.row(row["code"], row["version"], call.word("cli.items", count=row["items"]), row["title"]) for row in rows
    ]
    call.say(rows, shown)
    return DONE


@command("publish", rubric)
@click.argument("file", type=FILE)
def rubric_publish(call: Call, file: Path) -> int:
    """在工作区里发布一个评查标准文件；已发布的版本不能改。"""
    from casereview.rubric import actions

    with call.db() as db:
        _, made = actions.publish(db, call.author(), file)
    call.say(
        {"code": made.code, "version": made.version, "digest": made.digest},
        lines.row(made.code, made.version, made.title),
    )
    return DONE


@command("show", rubric)
@click.argument("name")
def rubric_show(call: Call, name: str) -> int:
    """一个评查标准的全部条目（代码或 TOML 文件）。"""
    found = rubric_named(call, name)
    said = [lines.row(found.code, found.title, found.version, call.word("cli.points", points=found.full_marks))]
    for depth, section in found.nodes:
        said.append(lines.row("  " * (depth - 1) + section.title, call.word("cli.points", points=section.points)))
        for item in section.items:
            about = (item.title, call.word("cli.points", points=item.points), item.id)
            said.append(lines.row(f"  {found.position(item.id)}", *about))
            said += [f"        {d.id}  {d.named}  {_loses(call, d)}" for d in item.deductions]
    said += [lines.row(call.word("mark_kind.veto"), veto.id, veto.title) for veto in found.vetoes]
    said += [
        lines.row(call.word("mark_kind.bonus"), one.id, one.title, call.word("cli.points", points=one.points))
        for one in found.bonus
    ]
    call.say(found, said)
    return DONE


def _loses(call: Call, deduction: Deduction) -> str:
    if deduction.step is not None:
        measure = lines.named(call, "measure", deduction.step.measure)
        side = call.word(f"cli.{deduction.step.towards}")
        about = {"measure": measure, "side": side, "target": deduction.step.target, "size": deduction.step.size}
        return call.word("cli.loses-step", points=deduction.points, **about)
    return call.word(
        "cli.loses-each" if deduction.each else "cli.loses", points=deduction.points, each=deduction.each or "",
        cap="" if deduction.cap is None else call.word("cli.at-most", cap=deduction.cap),
    )  # fmt: skip


@command("lint", rubric)
@click.argument("files", nargs=-1, type=FILE)
@click.option("--examples", is_flag=True, help="再把旁边 examples 文件夹里同名的手算实例算一遍")
def rubric_lint(call: Call, files: tuple[Path, ...], examples: bool) -> int:
    """检查评查标准文件：分值、编号、上限、否决依据等。不写文件的，检查随程序提供的标准和模板。"""
    from casereview.marking.examples import wrong
    from casereview.rubric import lint
    from casereview.rubric.files import SHIPPED, TEMPLATES

    files = files or tuple(file for folder in (SHIPPED, TEMPLATES) for file in sorted(folder.glob("*.toml")))
    found = [(file, finding) for file in files for finding in lint.lint(file)]
    if examples:
        unread = {file for file, finding in found if finding.severity == "error"}
        found += [(file, finding) for file in files if file not in unread for finding in wrong(file)]
    rows = [
        {"file": file.name, **plain(finding), "message": lint.sentence(finding, call.language)}
        for file, finding in found
    ]
    call.say({"findings": rows}, [f"{row['file']}: {row['message']}" for row in rows] or call.word("cli.lint-clean"))
    return DONE_WITH_FINDINGS if rows else DONE


@command("export", rubric)
@click.argument("name")
@OUT
def rubric_export(call: Call, name: str, out: Path) -> int:
    """把评查标准写成 TOML 文件；后缀为 xlsx 或 docx 的写成评查表。"""
    from casereview.rubric import files, handout

    found = rubric_named(call, name)
    write = {".xlsx": handout.write_table, ".docx": handout.write_word}.get(out.suffix.lower())
    out.write_bytes(write(found) if write else files.dump(found).encode())
    call.say({"file": str(out)}, str(out))
    return DONE


@command("import", rubric)
@click.argument("table", type=FILE)
@OUT
@click.option("--code", default="DR", show_default=True, help="新标准的代码，如 PT")
def rubric_import(call: Call, table: Path, out: Path, code: str) -> int:
    """由单位常用的 Word 或 Excel 评查表导入为 TOML；每一处推断和疑问都列出。"""
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
@click.argument("tailoring", type=FILE)
@OUT
def rubric_tailor(call: Call, base: str, tailoring: Path, out: Path) -> int:
    """把裁剪文件用于其指定的基础标准；用于别的标准时拒绝（退出码 4）。"""
    from casereview.rubric import files
    from casereview.rubric.tailor import load_tailoring, tailored

    made = tailored(rubric_named(call, base), load_tailoring(tailoring), tailoring.name)
    out.write_text(files.dump(made), "utf-8")
    call.say({"file": str(out), "digest": made.digest}, str(out))
    return DONE


@command("compose", rubric)
@click.argument("parts", nargs=-1, required=True)
@click.option("--code", required=True, help="新标准的代码")
@click.option("--title", required=True, help="新标准的名称")
@click.option("--as", "version", default="1", show_default=True, help="新标准的版本")
@OUT
def rubric_compose(call: Call, parts: tuple[str, ...], code: str, title: str, version: str, out: Path) -> int:
    """几个标准按权重组合成一个：代码或文件=权重，如 PT=60 FS=40。"""
    from decimal import Decimal

    from casereview.rubric.actions import export
    from casereview.rubric.compose import composed

    chosen = []
    for part in parts:
        name, _, weight = part.rpartition("=")
        if not name or not re.fullmatch(r"\d+(?:\.\d+)?", weight):
            raise click.BadParameter(part, param_hint="PARTS")
        chosen.append((rubric_named(call, name), Decimal(weight)))
    made = composed(chosen, code=code, title=title, version=version)
    export(made, out)
    call.say(
        {"code": made.code, "file": str(out), "digest": made.digest, "items": len(made.items)},
        lines.row(made.code, made.title, call.word("cli.items", count=len(made.items)), str(out)),
    )
    return DONE


@command("diff", rubric)
@click.argument("old")
@click.argument("new")
def rubric_diff(call: Call, old: str, new: str) -> int:
    """两个版本之间逐条的差异。"""
    from casereview.rubric import actions

    found = actions.difference(rubric_named(call, old), rubric_named(call, new))
    call.say({"changed": found}, [_difference(call, one) for one in found] or call.word("cli.same"))
    return DONE


def _difference(call: Call, one: Difference) -> str:
    language = call.language
    about = {
        "id": one.title if one.id == "rubric" else f"{one.id} {one.title}".strip(),
        "key": one.key_said(language),
        "old": one.said(one.old, language) or "-",
        "new": one.said(one.new, language) or "-",
    }
    return call.word(f"cli.diff-{one.kind}", **about)


@command("lab", rubric)
@click.argument("old")
@click.argument("new")
def rubric_lab(call: Call, old: str, new: str) -> int:
    """发布之前看一看：用新版本重算本批次已评案卷，哪些分数和等次会变（什么也不写入）。"""
    from casereview.dossier import actions as dossiers
    from casereview.marking.context import context_of
    from casereview.marking.impact import impact
    from casereview.panel import actions as panel

    before, after = rubric_named(call, old), rubric_named(call, new)
    cases, vetoes = [], {}
    with call.db(read_only=True) as db:
        campaign = panel.campaign(db, call.campaign)
        names = lines.dossier_names(db)
        drawn = panel.drawn(db, campaign.id)
        for ident in drawn.drawn if drawn else names:
            one = dossiers.get(db, ident)
            if before.digest not in (campaign.main.get(one.procedure or "general"), *campaign.beside):
                continue
            context = context_of(dossiers.reading(db, ident, with_runs=False), complete=one.complete)
            cases.append((ident, panel.final_marks(db, campaign, ident, before), context))
            vetoes[ident] = panel.final_sheet(db, campaign, ident, before).vetoes
    found = impact(before, after, cases, vetoes=vetoes)
    said = [_impact(call, one, names) for one in found]
    call.say({"dossiers": found}, said or call.word("cli.nothing"))
    return DONE


def _impact(call: Call, one: Impact, names: dict[str, str]) -> str:
    old, new = (
        lines.row(lines.dash(score), lines.named(call, "grade", grade))
        for score, grade in ((one.old, one.old_grade), (one.new, one.new_grade))
    )
    about = {"old": old, "new": new, "lost": len(one.lost), "open": len(one.open)}
    return lines.row(one.dossier[:12], names.get(one.dossier), call.word("cli.impact", **about))
