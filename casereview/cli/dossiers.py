"""list, show, paper, fact, search: dossiers that are here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, Call, command, main, plain
from casereview.cli.prechecks import finding, finding_line
from casereview.cli.readings import fact_as_json, reading_as_json, reading_lines

if TYPE_CHECKING:
    from casereview.dossier.pages import PageFinding


@command("list")
@click.option("--unit", default="", help="只列这个单位的")
@click.option("--limit", default=500, help="最多列多少卷")
def list_dossiers(call: Call, unit: str, limit: int) -> int:
    """列出案卷。"""
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        units = lines.unit_names(db)
        wanted = next((ident for ident, name in units.items() if name == unit), unit)
        rows = actions.dossiers(db, actions.Filter(unit=wanted), limit=limit)
    call.say(rows, [lines.dossier(call, one, units) for one in rows])
    return DONE


@command("show")
@click.argument("dossier")
def show(call: Call, dossier: str) -> int:
    """一卷的全部：文书、要素、预审结论、时间轴。"""
    from casereview.checks import actions as checks
    from casereview.dossier import actions

    with call.db(read_only=True) as db:
        found = actions.get(db, dossier)
        reading = actions.reading(db, found.id)
        outcomes = checks.outcomes(db, found.id)
        notes = actions.page_findings(db, found.id)
        units = lines.unit_names(db)
    value = {
        "dossier": plain(found), **reading_as_json(call, reading),
        "findings": [finding(call, outcome) for outcome in outcomes], "pages": [_page_note(call, note) for note in notes],
    }  # fmt: skip
    said = [lines.dossier(call, found, units), *reading_lines(call, reading)]
    said += [row["explanation"] for row in value["pages"]]
    said += [finding_line(call, row) for row in value["findings"] if row["verdict"] in ("fail", "warn")]
    call.say(value, said)
    return DONE


def _page_note(call: Call, note: PageFinding) -> dict[str, Any]:
    from casereview.dossier import page_finding

    said = page_finding.said(note, call.language)
    elsewhere = [{"dossier": dossier, "page": page} for dossier, page in note.elsewhere]
    return {"note": note.code, "pages": list(note.pages), "elsewhere": elsewhere, "explanation": said}


@command("paper")
@click.argument("dossier")
@click.argument("page", type=int)
@click.option("--form", default="", help="文书代码，如 F15;划分时必填")
@click.option("--title", default="", help="文书名称")
@click.option("--join", is_flag=True, help="并入前一份文书，不另起")
def paper(call: Call, dossier: str, page: int, form: str, title: str, join: bool) -> int:
    """人工划分文书：从第 PAGE 页起为新文书，或并入前一份。"""
    from casereview.dossier import actions, forms
    from casereview.errors import NotFound, WrongUse

    if not join and not form:
        raise WrongUse(detail=call.word("cli.one-of", options="--form | --join"))
    if form and form not in {one.code for one in forms.shipped().form}:
        raise NotFound(what="form", name=form)
    with call.db() as db:
        found = actions.get(db, dossier)
        if join:
            actions.join(db, call.author(), found.id, page)
        else:
            actions.cut(db, call.author(), found.id, page, form, title)
        reading = actions.reading(db, found.id)
    call.say(reading_as_json(call, reading)["papers"], [lines.paper(call, paper) for paper in reading.papers])
    return DONE


@main.group("fact")
def fact() -> None:
    """要素的更正。"""


@command("set", fact)
@click.argument("dossier")
@click.argument("name")
@click.argument("value")
@click.option("--paper", "paper_id", default="", help="文书编号，如 p03")
@click.option("--page", default=0, help="案卷页码（从 1 起）")
def fact_set(call: Call, dossier: str, name: str, value: str, paper_id: str, page: int) -> int:
    """更正一个要素；更正在重新识别后仍然有效。"""
    from casereview.dossier import actions

    given = _value(call, name, value)
    with call.db() as db:
        found = actions.get(db, dossier)
        actions.correct_fact(db, call.author(), found.id, name, given, paper=paper_id, page=page)
        facts = [f for f in actions.reading(db, found.id).facts if f.name == name]
    call.say([fact_as_json(f) for f in facts], [lines.fact(call, f) for f in facts])
    return DONE


def _value(call: Call, name: str, text: str) -> Any:
    """The value as the catalogue of facts types it. Raises NotFound for another name, WrongUse for what is no such value."""
    import json
    from decimal import Decimal

    from casereview.dossier.facts.pack import shipped
    from casereview.errors import NotFound, WrongUse

    kind = next((one.type for one in shipped().catalogue.fact if one.name == name), "")
    if not kind:
        raise NotFound(what="fact", name=name)
    try:
        given = json.loads(text) if text.startswith("{") else text
        if kind == "date":
            date.fromisoformat(str(given))
        elif kind == "money" and not Decimal(str(given)).is_finite():
            raise ValueError(given)
    except (ValueError, ArithmeticError):
        raise WrongUse(detail=call.word("cli.not-a-value", name=lines.named(call, "fact", name), value=text)) from None
    return given


@command("search")
@click.argument("query")
@click.option("--unit", default="", help="只查这个单位的案卷")
@click.option("--form", default="", help="只查这种文书，如 F17")
@click.option("--limit", default=50, help="最多列多少处")
def search(call: Call, query: str, unit: str, form: str, limit: int) -> int:
    """全文检索案卷和案例库。"""
    from casereview.dossier import actions
    from casereview.exemplars import actions as exemplars

    with call.db(read_only=True) as db:
        answer = actions.search(db, query, unit=unit, form=form, limit=limit)
        cards = [] if unit or form else exemplars.search(db, query)
    said = [
        lines.row(h.dossier[:12], h.name, call.word("cli.page", page=h.page), " ".join(h.snippet.split()))
        for h in answer.hits
    ]
    said += [lines.row(card.id[:12], call.word("cli.exemplar"), card.title) for card in cards]
    said += [call.word("cli.unusable", term=term) for term in answer.unusable]
    said += [call.word("cli.more", limit=limit)] if answer.more else []
    value = {"hits": answer.hits, "unusable": answer.unusable, "more": answer.more, "exemplars": [c.id for c in cards]}
    call.say(value, said or call.word("cli.nothing"))
    return DONE
