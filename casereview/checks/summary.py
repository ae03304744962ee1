"""Summary procedure: R-J01 to R-J07."""

from __future__ import annotations

import re

from casereview.checks.hearing import party_kind
from casereview.checks.persons import cert_of, name_of
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Unread
from casereview.checks.view import View

_OTHER_KINDS = r"(?:决定|给予|处以)[^。]{0,40}?(?:没收|吊销|暂扣|停产停业|通报批评|限制)"


@rule("R-J01", VETO, "penalty:51;procedure:60", over=FAIL, other_kind=FAIL, sole_trader=WARN)
def summary_penalty_is_small(v: View) -> Answers:
    v.only("summary")
    if v.day("decision.made_on", "F14").value < v.packs.limits.turning.penalty_act:
        yield say("na", reason="old-law")
        return
    other = v.find(_OTHER_KINDS, *v.of("F14"))
    if other:
        yield say("other_kind", other)
        return
    warned = v.find(r"(?:决定|给予)[^。]{0,20}警告", *v.of("F14"))
    if warned and not v.facts("decision.amount", "F14"):
        yield say("ok", warned, amount="0")
        return
    amount = v.money("decision.amount", "F14")
    limits = {kind: v.packs.limits.amounts[f"summary_{kind}"].value for kind in ("person", "organisation")}
    try:
        limit = limits[party_kind(v)]
    except Unread as unread:
        if unread.reason != "sole-trader" or not limits["person"] < amount.value <= limits["organisation"]:
            raise
        yield say("sole_trader", amount, amount=amount, turn="region")
        return
    yield say("ok" if amount.value <= limit else "over", amount, amount=amount, limit=limit)


@rule("R-J02", VETO, "penalty:52.1;procedure:61", none=FAIL, no_number=(FAIL, MINOR), other_day=WARN)
def numbered_decision_is_delivered_on_the_spot(v: View) -> Answers:
    v.only("summary")
    if v.missing("F14"):
        yield say("none", turn="paper")
        return
    paper = v.of("F14")[0]
    number = v.facts("decision.no", "F14") or v.facts("case_no", "F14")
    if not number and v.element(r"\d{4}[〕\])]?第?\d+号|编号:?\d+|no\.?:?\d+", paper) is None:
        yield say("no_number", paper, sure=v.complete)
        return
    made = v.day("decision.made_on", "F14")
    found = v.maybe_day("found_at") or v.maybe_day("scene.start")
    served = v.maybe_served("F14")
    other = next((day for day in (found, served) if day and day.value != made.value), None)
    yield say("other_day" if other else "ok", made, other or served or found, made=made, other=other or "")


_CONTENT = {
    "act": r"违法(?:事实|行为)|行为,?已?违反|(?:实施|存在)|(?:查明|经查)", "basis": r"(?:依据|根据).{0,4}《", "amount": r"罚款|警告", "time": r"\d{4}年\d{1,2}月\d{1,2}日",
    "place": r"(?:在|地点|位于|处|行驶至|路段|k\d)", "remedy": r"行政复议", "body": r"局|队|机关|委员会",
}  # fmt: skip


@rule("R-J03", MAJOR, "penalty:52.2", incomplete=FAIL)
def summary_decision_says_what_it_must(v: View) -> Answers:
    v.only("summary")
    paper = v.need("F14")[0]
    lacking = [name for name, pattern in _CONTENT.items() if v.element(pattern, paper) is None]
    yield say("incomplete" if lacking else "ok", paper, sure=v.complete, elements=lacking)


@rule("R-J04", MAJOR, "penalty:44,45;procedure:61", none=FAIL)
def oral_notice_is_recorded(v: View) -> Answers:
    v.only("summary")
    papers = v.need("F14")
    found = v.find(
        r"告知.{0,60}?(?:陈述|申辩|事实|理由|依据)|(?:陈述|申辩).{0,30}告知|听取.{0,10}陈述", *v.of("F14", "F04", "F02")
    )
    if found:
        yield say("ok", found)
    elif all(v.typed(paper) for paper in papers):
        yield say("none", *papers, sure=v.complete)
    else:
        raise Unread("not-typed", "F14")


@rule("R-J05", MINOR, "penalty:52.3;procedure:61", late=FAIL)
def summary_decision_is_filed_with_the_body(v: View) -> Answers:
    v.only("summary")
    made, copied = v.day("decision.made_on", "F14"), v.day("summary_copy.filed_on")
    limit = v.limit("summary_copy").count
    used = v.packs.calendar.workdays_between(made.value, copied.value)
    days = v.packs.calendar.count(made.value, copied.value)
    yield say(
        "ok" if used <= limit else "late", made, copied, days=days, made=made, copied=copied, used=used, limit=limit
    )


@rule("R-J06", MAJOR, "review:23", direct_suit=FAIL)
def reconsideration_comes_first(v: View) -> Answers:
    v.only("summary")
    papers = v.need("F14")
    if v.day("decision.made_on", "F14").value < v.packs.limits.turning.review_act:
        yield say("na", reason="old-law")
        return
    first = v.find(r"(?:应当?|须|需)先.{0,40}?(?:申请)?(?:行政)?复议|复议前置|先(?:依法)?申请行政复议", *papers)
    direct = v.find(r"(?:或者?|也可(?:以)?|亦可|直接)[^。;]{0,40}?(?:提起(?:行政)?诉讼|起诉)", *papers)
    review = v.find(r"申请行政复议", *papers)
    after = direct and re.search(r"对(?:行政)?复议决定不服|不服复议", direct.text)
    if direct and not first and not after:
        yield say("direct_suit", direct)
    elif first or review:
        yield say("ok", first or review)
    else:
        raise Unread("unclear", "remedy.review_first")


@rule("R-J07", MAJOR, "penalty:42", single=FAIL)
def summary_decision_has_two_officers(v: View) -> Answers:
    v.only("summary")
    paper = v.need("F14")[0]
    facts = v.facts("officer", "F14", "F04")
    names = {name_of(fact) for fact in facts if name_of(fact)}
    numbers = {cert_of(fact) for fact in facts if cert_of(fact)}
    if max(len(names), len(numbers)) >= 2:
        yield say("ok", *facts[:2], names="、".join(sorted(names)))
    elif len(names) == 1 and v.typed(paper):
        # The second may sign by hand: typed text alone does not show that nobody did.
        yield say("single", *facts, sure=v.complete, name=next(iter(names)))
    else:
        raise Unread("absent", "officer")
