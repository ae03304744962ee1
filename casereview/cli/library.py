"""exemplar, redact, attack: dossiers without their people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casereview.cli import lines
from casereview.cli.base import DONE, DONE_WITH_FINDINGS, REFUSED, Call, command, main, plain

if TYPE_CHECKING:
    from casereview.exemplars.model import Card

FOLDER = click.option(
    "-o", "out", required=True, type=click.Path(file_okay=False, path_type=Path), help="写到哪个文件夹"
)
OUT = click.option("-o", "out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="写到哪个文件")


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
    call.say([_card(card) for card in found], [_line(call, card) for card in found] or call.word("cli.nothing"))
    return DONE


def _card(card: Card) -> dict[str, object]:
    """A card without the text of its pages, which fills screens."""
    value: dict[str, object] = plain(card)
    return {**value, "pages": [page.title for page in card.pages]}


def _line(call: Call, card: Card) -> str:
    about = (call.word(f"card_state.{card.state}"), call.word(f"exemplar.{card.kind}"), card.title)
    return lines.row(card.id[:12], *about, call.word("cli.page-count", pages=len(card.pages)))


@command("add", exemplar)
@click.argument("dossier")
@click.option("--title", required=True, help="标题（其中的个人信息会一并遮盖）")
@click.option("--kind", type=click.Choice(["good", "bad"]), default="good", help="优秀范例或问题案例")
@click.option("--summary", default="", help="案情摘要")
@click.option("--points", default="", help="评析要点")
@click.option("--tag", "tags", multiple=True, help="标签，可多次给出")
@click.option("--seen", "seen", multiple=True, type=click.IntRange(1), help="已人工看过的无文字页，可多次给出")
def exemplar_add(
    call: Call, dossier: str, title: str, kind: str, summary: str, points: str, tags: tuple[str, ...],
    seen: tuple[int, ...],
) -> int:  # fmt: skip
    """由案卷制作脱敏案例（全部发现的个人信息都遮盖）。"""
    from casereview.dossier import actions as dossiers
    from casereview.exemplars import actions

    with call.db() as db:
        found = dossiers.get(db, dossier).id
        _, card = actions.make(
            db, call.author(), found, title=title, kind=kind, summary=summary, points=points, tags=tags, seen=seen,
            progress=call.progress(),
        )  # fmt: skip
    call.say(_card(card), _line(call, card))
    return DONE


@command("release", exemplar)
@click.argument("card")
def exemplar_release(call: Call, card: str) -> int:
    """由第二人核对后发布。"""
    from casereview.exemplars import actions

    with call.db() as db:
        _, released = actions.release(db, call.author(), actions.get(db, card).id)
    call.say(_card(released), _line(call, released))
    return DONE


@command("export", exemplar)
@FOLDER
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
    """不建工作区，脱敏一个文件，并列出遮盖了什么。"""
    import tempfile
    from contextlib import closing

    from casereview.cli.readings import problem_in_words
    from casereview.dossier import actions as dossiers
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
        _, taken = dossiers.take_in(db, call.author(), [path], progress=call.progress())
        if not taken.taken:
            said = [problem_in_words(call, problem) for problem in taken.set_aside]
            call.say({"problems": said}, [f"! {one['file']}: {one['reason']}{one['remedy']}" for one in said])
            return REFUSED
        report = actions.redact_dossier(db, taken.taken[0], out, call.progress())
    said_lines = [lines.row(str(out), call.word("cli.hidden", **plain(report)))]
    said_lines += [
        lines.row(f"  {call.word('personal.' + e.kind.value)}", e.text, "→", e.mask) for e in report.entities
    ]
    said_lines += [call.word("cli.unread-pages", pages=lines.listed(call, report.unread))] if report.unread else []
    call.say(report, said_lines)
    return DONE_WITH_FINDINGS if report.unread else DONE


@command("attack")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--like", type=click.Path(exists=True, path_type=Path), help="原件：用其中的人名、号码去查")
def attack(call: Call, path: Path, like: Path | None) -> int:
    """检验一个脱敏结果：还能读出什么。"""
    import logging

    from casereview.privacy import actions

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # an object that is not there is nothing to read
    hits = actions.attack(path, like)
    said = [f"{h.where}: {call.word('personal.' + h.kind.value)}" for h in hits]
    call.say({"hits": hits}, said or call.word("cli.attack-clean"))
    return DONE_WITH_FINDINGS if hits else DONE
