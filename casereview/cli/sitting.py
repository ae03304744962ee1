"""disputes, decide, objection: what the panel settles when the readers' marks are in."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from casereview.cli import lines
from casereview.cli.base import DONE, Call, Count, command, main, plain
from casereview.cli.marks import desk, item_id

if TYPE_CHECKING:
    from sqlite_utils import Database

    from casereview.cli.marks import Desk
    from casereview.panel.compare import Question
    from casereview.panel.model import Decision
    from casereview.panel.objections import Objected

RUBRIC = click.option("--rubric", "rubric_code", default="", help="评查标准代码；默认为主标准")
DAY = click.DateTime(["%Y-%m-%d"])


@command("disputes")
def disputes(call: Call) -> int:
    """评查员意见不一的条目。"""
    from casereview.panel import actions, campaigns

    with call.db(read_only=True) as db:
        campaign = actions.campaign(db, call.campaign)
        found = actions.disputes(db, campaign.id)
        names = lines.dossier_names(db)
    said = []
    for one in found:
        rubric = campaigns.rubric(campaign, one.rubric)
        said.append(lines.row(one.dossier[:12], names.get(one.dossier), lines.place_of(rubric, one.item)))
        said.append("  " + call.word(f"why.{one.why}"))
        said += [
            lines.GAP.join(filter(None, [f"    {who}", str(points), lines.lost(rubric, one.item, one.lost[who])]))
            for who, points in one.earned.items()
        ]
    call.say({"disputes": found}, said or call.word("cli.no-disputes"))
    return DONE


@command("decide")
@click.argument("dossier")
@click.option("--item", required=True, help="条目、否决项或加分项的编号，或 2-3 这样的代码")
@click.option("--of", "reader", default="", help="采纳该评查员的意见")
@click.option("--both", is_flag=True, help="各人的扣分都成立")
@click.option("--lost", multiple=True, type=Count(), help="评查组自定：扣分点=处数，可多次给出")
@click.option("--full", is_flag=True, help="都不扣；对否决项即不予否决")
@click.option("--veto", is_flag=True, help="确认否决：须两个不同的人各确认一次")
@click.option("--reason", default="", help="理由")
@RUBRIC
def decide(
    call: Call, dossier: str, item: str, reader: str, both: bool, lost: tuple[tuple[str, int], ...], full: bool,
    veto: bool, reason: str, rubric_code: str,
) -> int:  # fmt: skip
    """合议决定一个条目，或确认一次否决。"""
    from casereview.errors import WrongUse
    from casereview.panel import actions

    if sum(map(bool, (reader, both, lost, full, veto))) != 1:
        raise WrongUse(detail=call.word("cli.one-of", options="--of | --both | --lost | --full | --veto"))
    with call.db() as db:
        at = desk(call, db, dossier, rubric_code)
        ident = item_id(at.rubric, item)
        if veto:
            return _veto(call, db, at, ident, reason)
        question = _question(db, at, ident)
        choice = "reader" if reader else "both" if both else "neither" if full else "own"
        decision = _decision(call, db, at, question, choice, reader, lost, reason)
        actions.decide(db, call.author(), decision)
    call.say(decision, lines.decision(call, decision, at.rubric))
    return DONE


def _question(db: Database, at: Desk, ident: str) -> Question:
    """What the panel was asked. Raises NotFound."""
    from casereview.errors import NotFound
    from casereview.panel import actions

    for one in actions.questions(db, at.campaign.id, at.dossier.id):
        if (one.rubric, one.item) == (at.rubric.digest, ident):
            return one
    raise NotFound(what="dispute", name=f"{at.dossier.case_no or at.dossier.id[:12]} {ident}")


def _decision(
    call: Call, db: Database, at: Desk, question: Question, choice: Any, reader: str,
    lost: tuple[tuple[str, int], ...], reason: str,
) -> Decision:  # fmt: skip
    """Nothing is recorded yet. Raises WrongUse for what cannot be meant of this item, NotFound for another reader."""
    from casereview.errors import WrongUse
    from casereview.panel import actions
    from casereview.panel.model import Decision

    if question.item in {one.id for one in at.rubric.vetoes} and choice in ("both", "own"):
        raise WrongUse(detail=call.word("cli.veto-by-two"))
    if choice == "own":
        return Decision(
            campaign=at.campaign.id, dossier=at.dossier.id, rubric=at.rubric.digest, item=question.item, choice="own",
            kind="deduct", lost=lost, evidence=question.evidence, reason=reason, seen=question.seen,
        )  # fmt: skip
    voice = question.voices.get(reader)
    if voice is not None and voice.kind in ("veto", "conflict"):
        raise WrongUse(detail=call.word("cli.veto-by-two" if voice.kind == "veto" else "cli.two-values", reader=reader))
    return actions.propose(db, question.dispute(at.campaign.id), choice, of=reader, reason=reason)


def _veto(call: Call, db: Database, at: Desk, ident: str, reason: str) -> int:
    from casereview.panel import actions
    from casereview.panel.model import VetoConfirmation

    said = VetoConfirmation(
        campaign=at.campaign.id, dossier=at.dossier.id, rubric=at.rubric.digest, veto=ident, reason=reason
    )
    actions.confirm_veto(db, call.author(), said)
    stands = ident in actions.final_sheet(db, at.campaign, at.dossier.id, at.rubric).vetoes
    sentence = call.word("cli.veto-stands" if stands else "cli.veto-second", title=lines.place_of(at.rubric, ident))
    call.say({**plain(said), "stands": stands}, sentence)
    return DONE


@main.group("objection")
def objection() -> None:
    """异议复核。"""


@command("list", objection)
@click.option("--unit", default="", help="只列这个单位的")
@click.option("--open", "open_only", is_flag=True, help="只列待答复的")
def objection_list(call: Call, unit: str, open_only: bool) -> int:
    """列出异议及其答复。"""
    from casereview.panel import actions, campaigns

    with call.db(read_only=True) as db:
        campaign = actions.campaign(db, call.campaign)
        units = lines.unit_names(db)
        wanted = next((ident for ident, name in units.items() if name == unit), unit)
        found = actions.objections(db, campaign.id, unit=wanted, open_only=open_only)
        names = lines.dossier_names(db)
    said = []
    for one in found:
        rubric = campaigns.rubric(campaign, one.objection.rubric)
        about = (names.get(one.objection.dossier), lines.place_of(rubric, one.objection.item))
        said.append(
            lines.row(one.id[:12], units.get(one.objection.unit, one.objection.unit), *about, one.objection.reason)
        )
        said.append("  " + _answer(call, one))
    call.say({"objections": found}, said or call.word("cli.nothing"))
    return DONE


def _answer(call: Call, one: Objected) -> str:
    if one.answer is None:
        return call.word("cli.unanswered", on=one.objection.raised_on)
    outcome = call.word(f"objection_outcome.{one.answer.outcome}")
    shown = {"before": lines.dash(one.answer.score_before), "after": lines.dash(one.answer.score_after)}
    return call.word(
        "cli.answered", on=one.answer.answered_on, by=one.by, outcome=outcome, reason=one.answer.reason, **shown
    )


@command("raise", objection)
@click.argument("dossier")
@click.option("--item", required=True, help="条目编号，或 2-3 这样的代码")
@click.option("--reason", required=True, help="异议的理由")
@click.option("--on", type=DAY, default=None, help="提出日期，默认今天")
@RUBRIC
def objection_raise(call: Call, dossier: str, item: str, reason: str, on: datetime | None, rubric_code: str) -> int:
    """单位对一个已定案的条目提出异议。"""
    from casereview.panel import actions

    with call.db() as db:
        at = desk(call, db, dossier, rubric_code)
        ident = item_id(at.rubric, item)
        _, made = actions.raise_objection(
            db, call.author(), at.campaign.id, at.dossier.id, at.rubric, ident, reason,
            on=on.date() if on else date.today(),
        )  # fmt: skip
    call.say({"objection": made}, lines.row(made[:12], lines.place_of(at.rubric, ident)))
    return DONE


@command("answer", objection)
@click.argument("objection_id", metavar="OBJECTION")
@click.option("--maintain", is_flag=True, help="维持")
@click.option("--full", is_flag=True, help="变更：不再扣分（对否决项即不予否决）")
@click.option("--lost", multiple=True, type=Count(), help="变更：扣分点=处数，可多次给出")
@click.option("--reason", required=True, help="复核意见")
@click.option("--on", type=DAY, default=None, help="答复日期，默认今天")
def objection_answer(
    call: Call, objection_id: str, maintain: bool, full: bool, lost: tuple[tuple[str, int], ...], reason: str,
    on: datetime | None,
) -> int:  # fmt: skip
    """答复异议：维持，或改变扣分；原评查员不能答复。"""
    from casereview.errors import NotFound, WrongUse
    from casereview.panel import actions

    if sum(map(bool, (maintain, full, lost))) != 1:
        raise WrongUse(detail=call.word("cli.one-of", options="--maintain | --full | --lost"))
    with call.db() as db:
        campaign = actions.campaign(db, call.campaign)
        found = [one for one in actions.objections(db, campaign.id, open_only=True) if one.id.startswith(objection_id)]
        if len(found) != 1:
            raise NotFound(what="objection", name=objection_id)
        said, decision = found[0].objection, None
        if not maintain:
            at = desk(call, db, said.dossier, said.rubric)
            choice = "neither" if full else "own"
            decision = _decision(call, db, at, _question(db, at, said.item), choice, "", lost, reason)
        _, answer = actions.answer_objection(
            db, call.author(), found[0].id, reason, on=on.date() if on else date.today(), decision=decision
        )
    outcome = call.word(f"objection_outcome.{answer.outcome}")
    shown = {"before": lines.dash(answer.score_before), "after": lines.dash(answer.score_after)}
    call.say(answer, call.word("cli.outcome", outcome=outcome, **shown))
    return DONE
