"""Hearing and statement: R-N04, R-N06 to R-N09."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casereview.checks.rules import FAIL, MAJOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Seen, Unread, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact

# 处罚法63条1款(三)(四); the amounts of (一)(二) are set by each province.
HEAVY = r"(?:拟|决定)[^。]{0,40}?(?:吊销|降低资质|责令停产|停产停业|责令关闭|限制从业)"


@dataclass(frozen=True, slots=True)
class Due:
    """Whether 63条 gives a right to a hearing; `confirmed` is False where that rests on a local amount to be confirmed."""

    due: bool
    confirmed: bool
    seen: tuple[Seen, ...] = ()
    limit: Decimal | None = None


def hearing_due(v: View) -> Due:
    """By kind of penalty, else by amount and party. Raises Unread when neither amount nor party was read."""
    heavy = v.find(HEAVY, *v.of("F11", "F15"))
    if heavy:
        return Due(True, True, (heavy,))
    amount = v.maybe_money("notice.amount", "F11") or v.money("decision.amount", "F15")
    party = party_kind(v)
    figure = v.figure(f"hearing_{party}")
    limit = Decimal(figure.value)
    return Due(amount.value >= limit, figure.confirmed, (amount,), limit)


def party_kind(v: View) -> str:
    """ "person" or "organisation"; a sole trader counts as the region says, and is unread where it says nothing."""
    kind = v.word("party.type").value
    if kind in ("sole_trader", "个体工商户"):
        kind = v.packs.region.sole_trader
        if not kind:
            raise Unread("sole-trader", "party.type")
    return "person" if kind in ("person", "公民", "个人", "自然人") else "organisation"


def hearing_told(v: View) -> bool:
    """Whether the notice tells of the hearing. A form with boxes says it by the tick, another by its words."""
    rights = [_right(fact) for fact in v.facts("notice.right", "F11") if not is_weak(fact)]
    ticks = [_right(fact) for fact in v.facts("tick", "F11") if not is_weak(fact)]
    said = [ticked for label, ticked in (*rights, *ticks) if "听证" in label or label == "hearing"]
    if said:
        return any(said)
    if rights and all(label in ("statement", "陈述申辩") for label, _ in rights):
        raise Unread("box", "notice.right")
    for paper in v.of("F11"):
        if v.find(r"听证", paper) and not v.find(r"[□☐☑√■▢]", paper):
            return True
        if v.element(r"听证", paper) is None:
            return False
    raise Unread("box", "notice.right")


def _right(fact: Fact) -> tuple[str, bool]:
    value = fact.value
    if isinstance(value, dict):
        return str(value.get("label") or value.get("right") or ""), bool(value.get("ticked"))
    return str(value), True


@rule("R-N04", VETO, "penalty:63", untold=FAIL, unconfirmed=WARN)
def hearing_is_told_where_due(v: View) -> Answers:
    v.only("general")
    paper = v.need("F11")[-1]
    if v.last_day("notice.made_on").value < v.packs.limits.turning.penalty_act:
        yield say("na", reason="old-law")
        return
    due = hearing_due(v)
    if not due.due and due.confirmed:
        yield say("na", reason="below-threshold")
    elif hearing_told(v):
        yield say("ok", paper, *due.seen)
    elif not due.due:
        raise Unread("threshold", "notice.amount")
    elif due.confirmed:
        yield say("untold", paper, *due.seen, limit=due.limit or "", turn="box")
    else:
        yield say("unconfirmed", paper, *due.seen, limit=due.limit or "", turn="region")


@rule("R-N06", VETO, "penalty:63,64", not_held=FAIL, explained=WARN)
def hearing_is_held_when_asked_in_time(v: View) -> Answers:
    v.only("general")
    asked = v.maybe_day("hearing.requested_on")
    if asked is None:
        yield say("na", reason="no-request")
        return
    if v.has("F13") or v.facts("hearing.held_on"):
        yield say("ok", asked, *v.of("F13"), asked=asked)
        return
    served, limit = v.served("F11"), v.limit("hearing_request").count
    last = v.packs.calendar.add_workdays(served.value, limit)
    if asked.value > last:
        yield say("na", reason="late-request")
        return
    # What notice and summons print about those who do not ask or come says nothing of this party.
    said = [paper for paper in v.papers if paper.form not in ("F11", "F12")]
    excuse = v.find(r"撤回.{0,6}听证|视为放弃|(?:未|不)出席.{0,6}听证|放弃.{0,6}听证", *said)
    due = hearing_due(v)
    if excuse or v.has("F12") or not (due.due and due.confirmed) or not v.missing("F13"):
        yield say("explained", asked, served, excuse, asked=asked, served=served, last=last)
    else:
        yield say("not_held", asked, served, asked=asked, served=served, last=last, turn="paper")


@rule("R-N07", MAJOR, "penalty:64,85", short=FAIL, agreed=WARN)
def hearing_notice_is_served_seven_workdays_before(v: View) -> Answers:
    if not v.has("F12", "F13"):
        yield say("na", reason="no-hearing")
        return
    served, held = v.served("F12"), v.day("hearing.held_on")
    limit = v.limit("hearing_notice").count
    used = v.packs.calendar.workdays_between(served.value, held.value)
    name = "ok" if used >= limit else "short"
    if name == "short" and v.find(
        r"同意.{0,12}(?:缩短|提前|放弃).{0,10}", *v.of("F12", "F13", "F23", "X-STATE", "X-WAIVER")
    ):
        name = "agreed"
    days = v.packs.calendar.count(served.value, held.value)
    yield say(name, served, held, days=days, served=served, held=held, used=used, limit=limit)


@rule("R-N08", VETO, "penalty:65", before_hearing=FAIL, same_day=WARN)
def decision_follows_the_hearing(v: View) -> Answers:
    if not v.has("F13") and not v.facts("hearing.held_on"):
        yield say("na", reason="no-hearing")
        return
    held, made = v.day("hearing.held_on"), v.day("decision.made_on", "F15")
    name = "ok" if held.value < made.value else "same_day" if held.value == made.value else "before_hearing"
    yield say(name, held, made, held=held, made=made)


@rule("R-N09", MAJOR, "penalty:45.1", ignored=FAIL, decision_only=WARN)
def a_statement_is_re_examined(v: View) -> Answers:
    received = v.maybe_day("statement.received_on")
    if received is None and not v.has("X-STATE"):
        yield say("na", reason="no-statement")
        return
    if v.facts("statement.none") or v.find(r"无(?:陈述申辩)?(?:意见|异议)|不(?:要求|进行|提出)陈述", *v.of("X-STATE")):
        yield say("na", reason="no-objection")
        return
    reviewed = v.maybe_day("statement.reviewed_on")
    dealt = r"复核|(?:不予)?采纳|陈述.{0,6}申辩.{0,20}(?:成立|理由)"
    inside = v.find(dealt, *v.of("X-STATE", "X-REPORT", "X-DISC", "X-HREPORT", "X-LEGAL"))
    if reviewed or inside:
        yield say("ok", received, reviewed, inside)
        return
    decision = v.find(dealt, *v.of("F15"))
    if decision:
        yield say("decision_only", received, decision)
    elif all(v.typed(paper) for paper in v.of("X-STATE", "X-REPORT", "X-DISC", "F15")):
        yield say("ignored", received, *v.of("X-STATE"), sure=v.complete, turn="paper")
    else:
        raise Unread("not-typed", "X-STATE", "F15")
