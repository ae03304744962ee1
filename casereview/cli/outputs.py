"""results, exemplar, redact, attack, notice, ledger: what comes out at the end of the road."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from casereview.cli.base import DONE, DONE_WITH_FINDINGS, Call, command, main, plain

DAY = click.DateTime(["%Y-%m-%d"])
OUT = click.option("-o", "out", required=True, type=click.Path(path_type=Path))


@main.group("results")
def results() -> None:
    """评查结果。"""


@command("freeze", results)
def results_freeze(call: Call) -> int:
    """计算并冻结结果:此后通报、台账都以它为准。"""
    from casereview.panel import actions as panel
    from casereview.results import actions

    with call.db() as db:
        _, frozen = actions.freeze(db, call.author(), panel.campaign(db, call.campaign).id)
    call.say(frozen, _summary(call, frozen))
    return DONE


def _summary(call: Call, frozen: Any) -> list[str]:
    lines = [f"{frozen.title}  {frozen.at}  {frozen.scored}/{frozen.reviewed} 卷  平均 {frozen.mean}"]
    lines += [f"  {u.rank or '-'}  {u.name}  {u.scored} 卷  {u.mean}" for u in frozen.units]
    return lines


@command("show", results)
@click.option("--by", "kind", type=click.Choice(["unit", "item", "system", "type", "dossier"]), default="unit")
def results_show(call: Call, kind: str) -> int:
    """按单位、条目、制度、案件类型或案卷列出结果。"""
    from casereview.errors import NotFound
    from casereview.panel import actions as panel
    from casereview.results import actions

    with call.db(read_only=True) as db:
        frozen = actions.latest(db, panel.campaign(db, call.campaign).id)
    if frozen is None:
        raise NotFound(what=call.word("thing.results"), name=call.campaign or "-")
    rows = actions.by(frozen, kind)
    shown = [[str(v) for v in plain(row).values() if not isinstance(v, (list, dict))] for row in list[object](rows)]
    call.say(rows, ["  ".join(cells) for cells in shown])
    return DONE


@command("export", results)
@OUT
def results_export(call: Call, out: Path) -> int:
    """把冻结结果写成一个 JSON 文件,供任何人用 verify-results 复算。"""
    from casereview.panel import actions as panel
    from casereview.results import actions

    with call.db(read_only=True) as db:
        actions.export_frozen(db, panel.campaign(db, call.campaign).id, out)
    call.say({"file": str(out)}, str(out))
    return DONE


@command("verify-results")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def verify_results(call: Call, file: Path) -> int:
    """由冻结结果文件独立复算每个总分、等次和排名。"""
    from casereview.results import verifier

    problems = verifier.verify_file(file)
    said = [{"code": code, "message": call.word(f"verifier.{code}", **values), **values} for code, values in problems]
    call.say(
        {"same": not problems, "problems": said},
        [str(row["message"]) for row in said] or call.word("cli.results-same"),
    )
    return DONE_WITH_FINDINGS if problems else DONE


@main.group("exemplar")
def exemplar() -> None:
    """案例库。"""


@command("list", exemplar)
@click.argument("query", default="")
def exemplar_list(call: Call, query: str) -> int:
    """列出或检索案例。"""
    from casereview.exemplars import actions

    with call.db(read_only=True) as db:
        found = actions.search(db, query)
    call.say(found, [f"{c.id[:12]}  {c.state}  {c.title}" for c in found])
    return DONE


@command("add", exemplar)
@click.argument("dossier")
@click.option("--title", required=True)
@click.option("--kind", type=click.Choice(["good", "bad"]), default="good")
@click.option("--summary", default="")
@click.option("--points", default="")
@click.option("--tag", "tags", multiple=True)
@click.option("--seen", "seen", multiple=True, type=int, help="已人工看过的无文字页")
def exemplar_add(
    call: Call, dossier: str, title: str, kind: str, summary: str, points: str, tags: tuple[str, ...],
    seen: tuple[int, ...],
) -> int:  # fmt: skip
    """由案卷制作脱敏案例(全部发现的个人信息都遮盖)。"""
    from casereview.dossier import actions as dossiers
    from casereview.exemplars import actions

    with call.db() as db:
        found = dossiers.get(db, dossier).id
        _, card = actions.make(
            db, call.author(), found, title=title, kind=kind, summary=summary, points=points, tags=tags, seen=seen,
            progress=call.progress(),
        )  # fmt: skip
    call.say(card, f"{card.id[:12]}  {card.title}  {len(card.pages)} 页")
    return DONE


@command("release", exemplar)
@click.argument("card")
def exemplar_release(call: Call, card: str) -> int:
    """由第二人核对后发布。"""
    from casereview.exemplars import actions

    with call.db() as db:
        _, released = actions.release(db, call.author(), actions.get(db, card).id)
    call.say(released, f"{released.id[:12]}  {released.state}")
    return DONE


@command("export", exemplar)
@OUT
def exemplar_export(call: Call, out: Path) -> int:
    """把已发布的案例导出为可离线打开的网页文件夹。"""
    from casereview.exemplars import actions

    with call.db(read_only=True) as db:
        written = actions.export_html(db, None, out, language=call.language)
    call.say({"files": [str(path) for path in written]}, str(written[0]))
    return DONE


@command("redact")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@OUT
def redact(call: Call, path: Path, out: Path) -> int:
    """不建工作区,脱敏一个文件,并列出遮盖了什么。"""
    import tempfile
    from contextlib import closing

    from casereview.dossier import actions as dossiers
    from casereview.errors import NotFound
    from casereview.privacy import actions
    from casereview.privacy.redact import NotAPdfName
    from casereview.workspace import Workspace

    if out.suffix.lower() != ".pdf":
        raise NotAPdfName(file=out.name)
    # A workspace that lives as long as this command: the same road as everywhere, and nothing of it stays.
    with (
        tempfile.TemporaryDirectory(prefix="casereview-") as folder,
        Workspace.create(Path(folder) / "w") as workspace,
        closing(workspace.connect()) as db,
    ):
        _, taken = dossiers.take_in(db, call.author(), [path])
        if not taken.taken:
            problem = taken.set_aside[0]
            raise NotFound(what=call.word("thing.readable"), name=problem.file)
        report = actions.redact_dossier(db, taken.taken[0], out, call.progress())
    lines = [f"{call.word('personal.' + e.kind.value)}  {e.mask}" for e in report.entities]
    lines += [call.word("cli.unread-pages", pages="、".join(map(str, report.unread)))] if report.unread else []
    call.say(report, lines)
    return DONE_WITH_FINDINGS if report.unread else DONE


@command("attack")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--like", type=click.Path(exists=True, path_type=Path), help="原件:用其中的人名、号码去查")
def attack(call: Call, path: Path, like: Path | None) -> int:
    """检验一个脱敏结果:还能读出什么。"""
    from casereview.privacy import actions

    hits = actions.attack(path, like)
    call.say({"hits": hits}, [f"{h.where}: {call.word('personal.' + h.kind.value)}" for h in hits])
    return DONE_WITH_FINDINGS if hits else DONE


class Notices(click.Group):
    """`notice KIND -o FILE` writes a notice; `notice gauge FILE` is the one other word."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        return super().resolve_command(ctx, args if args[0] in self.commands else ["write", *args])


@main.group("notice", cls=Notices)
def notice() -> None:
    """通报和各类文书:notice KIND -o 文件,或 notice gauge 文件。"""


@command("write", notice)
@click.argument("kind")
@OUT
@click.option("--issued", type=DAY, default=None, help="成文日期,默认今天")
@click.option("--dossier", default="")
@click.option("--unit", default="")
@click.option("--number", default="", help="发文字号")
@click.option("--deadline", type=DAY, default=None)
def notice_write(
    call: Call, kind: str, out: Path, issued: datetime | None, dossier: str, unit: str, number: str,
    deadline: datetime | None,
) -> int:  # fmt: skip
    """生成一份文书;后缀决定格式(.docx .pdf .xlsx)。"""
    from casereview.notices import actions
    from casereview.panel import actions as panel

    with call.db(read_only=True) as db:
        made = actions.produce(
            db, kind, panel.campaign(db, call.campaign).id, out, issued=issued.date() if issued else date.today(),
            dossier=dossier, unit=unit, number=number, deadline=deadline.date() if deadline else None,
        )  # fmt: skip
    call.say({"file": str(made)}, str(made))
    return DONE


@command("gauge", notice)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def notice_gauge(call: Call, file: Path) -> int:
    """对照 GB/T 9704 测量一份 DOCX。"""
    from casereview.documents import gauge

    found = gauge.gauge(file)
    said = [{"code": f.code, "message": call.word(f"gauge.{f.code}", **f.parameters), **plain(f)} for f in found]
    call.say({"findings": said}, [row["message"] for row in said])
    return DONE_WITH_FINDINGS if said else DONE


@main.group("ledger")
def ledger() -> None:
    """整改台账。"""


@command("add", ledger)
@click.option("--deadline", type=DAY, required=True, help="整改时限")
def ledger_add(call: Call, deadline: datetime) -> int:
    """由冻结结果中的扣分项生成台账条目。"""
    from casereview.errors import NotFound
    from casereview.ledger import actions
    from casereview.panel import actions as panel
    from casereview.results import actions as results_actions

    with call.db() as db:
        frozen = results_actions.latest(db, panel.campaign(db, call.campaign).id)
        if frozen is None:
            raise NotFound(what=call.word("thing.results"), name=call.campaign or "-")
        changes = actions.from_results(db, call.author(), frozen, deadline=deadline.date())
    call.say({"entries": changes.ledger}, f"{len(changes.ledger)} 条")
    return DONE


@command("list", ledger)
@click.option("--unit", default="")
@click.option("--state", default="")
def ledger_list(call: Call, unit: str, state: str) -> int:
    """列出台账。"""
    from casereview.ledger import actions

    with call.db(read_only=True) as db:
        found = actions.entries(db, campaign=call.campaign, unit=unit, state=state)
    today = date.today()
    rows = [{**plain(entry), "overdue": actions.overdue(entry, today)} for entry in found]
    call.say(
        rows,
        [f"{e.id[:12]}  {e.unit}  {call.word('ledger_state.' + e.state)}  {e.problem}  {e.deadline}" for e in found],
    )
    return DONE


@command("import", ledger)
@click.argument("table", type=click.Path(exists=True, path_type=Path))
def ledger_import(call: Call, table: Path) -> int:
    """由 XLSX 导入台账、问题清单或任务分解表。"""
    from casereview.ledger import actions

    with call.db() as db:
        changes, problems = actions.import_table(db, call.author(), table)
    said = [{"code": code, "message": call.word(code, **values)} for code, values in problems]
    call.say(
        {"entries": changes.ledger, "problems": said}, [f"{len(changes.ledger)} 条", *(row["message"] for row in said)]
    )
    return DONE_WITH_FINDINGS if said else DONE


@command("export", ledger)
@OUT
def ledger_export(call: Call, out: Path) -> int:
    """把台账写成 XLSX。"""
    from casereview.ledger import actions

    with call.db(read_only=True) as db:
        actions.export_table(db, out, call.campaign)
    call.say({"file": str(out)}, str(out))
    return DONE


@command("close", ledger)
@click.argument("entry")
@click.option("--state", default="closed", help="open working to_verify closed returned")
@click.option("--note", default="")
@click.option("--on", type=DAY, default=None)
def ledger_close(call: Call, entry: str, state: str, note: str, on: datetime | None) -> int:
    """推进一条台账的状态(默认销号)。"""
    from casereview.ledger import actions
    from casereview.ledger.model import LedgerState

    with call.db() as db:
        day = on.date() if on else date.today()
        actions.advance(db, call.author(), entry, LedgerState(state), note=note, on=day)
    call.say({"entry": entry, "state": state}, call.word(f"ledger_state.{state}"))
    return DONE


@command("follow-up", ledger)
@click.argument("entry")
@click.argument("result")
def ledger_follow_up(call: Call, entry: str, result: str) -> int:
    """登记回头看结果。"""
    from casereview.errors import NotFound
    from casereview.ledger import actions

    with call.db() as db:
        found = [e for e in actions.entries(db) if e.id.startswith(entry)]
        if len(found) != 1:
            raise NotFound(what=call.word("thing.ledger_entry"), name=entry)
        actions.set_entry(db, call.author(), found[0].model_copy(update={"follow_up": result}))
    call.say({"entry": found[0].id, "follow_up": result}, result)
    return DONE
