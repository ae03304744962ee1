"""Notice and waiver: R-N01 to R-N03, R-N05, R-N12, R-N13."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from casereview.checks.hearing import hearing_due, hearing_told
from casereview.checks.law import in_words
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread
from casereview.checks.view import View
from casereview.dossier.model import Fact


@rule("R-N01", VETO, "penalty:44,62", none=FAIL, after_decision=FAIL, unserved=FAIL, implied=WARN)
def notice_is_served_before_the_decision(v: View) -> Answers:
    v.only("general")
    if v.has("F16") and not v.has("F15"):
        yield say("na", reason="no-penalty")
        return
    if not v.has("F15"):
        # Without a decision there is nothing that the notice had to come before.
        raise v.lacks("F15")
    if v.missing("F11"):
        yield say("none", *v.of("F15"), turn="paper")
        return
    made = v.day("decision.made_on", "F15")
    served = v.maybe_served("F11")
    if served is None:
        implied = (
            v.maybe_day("waiver.signed_on")
            or v.maybe_day("statement.received_on")
            or v.maybe_day("hearing.requested_on")
        )
        if implied:
            yield say("implied", implied, v.of("F11")[0], made=made, turn="receipt")
        elif v.missing("F23"):
            yield say("unserved", v.of("F11")[0], turn="receipt")
        else:
            v.served("F11")
        return
    name = "ok" if served.value <= made.value else "after_decision"
    yield say(name, served, made, served=served, made=made)


_CONTENT = {
    "facts": r"(?:经|检查|调查|查明|发现|你.{0,6}(?:于|在|单位)|\d+年\d+月\d+日).{0,200}?(?:行为|违法|涉嫌)",
    "basis": r"(?:依据|根据).{0,4}《",
    "penalty": r"拟.{0,12}(?:处罚|罚款|没收|警告|吊销|停业)",
    "statement": r"陈述.{0,3}申辩",
}


@rule("R-N02", MAJOR, "penalty:44", incomplete=FAIL, reasons=WARN)
def notice_says_what_it_must(v: View) -> Answers:
    v.only("general")
    notices = v.need("F11")
    paper = notices[-1]
    lacking = [name for name, pattern in _CONTENT.items() if v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, elements=lacking, turn="paper")
    elif v.element(r"理由|因(?:你|此|为)|鉴于|违反(?:了)?.{0,3}《", paper) is None:
        yield say("reasons", paper)
    else:
        yield say("ok", paper)


@rule(
    "R-N03", VETO, "penalty:45,62,64,85",
    hearing_period=FAIL, granted_period=(FAIL, MAJOR), unconfirmed=WARN, statement_period=(WARN, MINOR),
)  # fmt: skip
def decision_waits_for_the_party(v: View) -> Answers:
    v.only("general")
    served, made = v.served("F11"), v.day("decision.made_on", "F15")
    waited = v.packs.calendar.workdays_between(served.value, made.value)
    if waited < 0:
        yield say("na", reason="served-after")
        return
    days = v.packs.calendar.count(served.value, made.value) if waited < 60 else ()
    heard = v.maybe_day("hearing.held_on")
    about: dict[str, Any] = {"served": served, "made": made, "waited": waited}
    if heard and heard.value <= made.value:
        yield say("ok", served, made, heard, days=days, limit=0, **about)
        return
    due = hearing_due(v)
    limit = v.limit("hearing_request").count
    told = v.facts("notice.right", "F11") or v.facts("tick", "F11")
    if (due.due or told) and waited <= limit and not _waived(v, made.value, "听证"):
        name = "hearing_period" if due.due and due.confirmed else "unconfirmed" if due.due or _told(v) else ""
        if name:
            turn = "waiver" if name == "hearing_period" else "region"
            yield say(name, served, made, *due.seen, days=days, limit=limit, turn=turn, **about)
            return
    yield from _statement(v, served, made, days, waited)


def _told(v: View) -> bool:
    try:
        return hearing_told(v) is True
    except Unread:
        return False


def _statement(
    v: View, served: Known[date], made: Known[date], days: tuple[tuple[str, bool, str], ...], waited: int
) -> Answers:
    """The period for statement and defence: what the notice grants binds, the usual three days are a hint."""
    reviewed = v.maybe_day("statement.reviewed_on") or v.maybe_day("statement.received_on")
    free = _waived(v, made.value, "陈述|申辩") or (reviewed and reviewed.value <= made.value)
    granted = _granted(v)
    about: dict[str, Any] = {"served": served, "made": made, "waited": waited}
    if granted and waited <= granted and not free:
        yield say("granted_period", served, made, days=days, limit=granted, turn="waiver", **about)
        return
    hint = v.figure_number("statement_days")
    if waited <= hint and not free:
        yield say("statement_period", served, made, days=days, limit=hint, turn="waiver", **about)
        return
    yield say("ok", served, made, reviewed or None, days=days, limit=hint, **about)


def _granted(v: View) -> int | None:
    """Days that the notice itself grants for statement and defence."""
    found = v.find(r"(?:三|五|七|3|5|7)(?:个工作)?日内[^。]{0,30}?陈述", *v.of("F11"))
    return {"三": 3, "五": 5, "七": 7}.get(found.text[0]) or int(found.text[0]) if found else None


def _waived(v: View, made: date, right: str) -> bool:
    """A waiver of this right, signed before the decision: 62条 asks that it is clear which right is given up."""
    signed = v.maybe_day("waiver.signed_on")
    if signed is None or signed.value > made:
        return False
    rights = {str(fact.value) for fact in v.facts("waiver.right")}
    if ("hearing" if right == "听证" else "statement") in rights:
        return True
    return bool(v.find(rf"放弃[^。]{{0,30}}?(?:{right})", *v.of("X-WAIVER", "F02", "X-STATE", "F23")))


@rule("R-N05", MAJOR, "penalty:64", three_days=FAIL, preprinted=WARN)
def hearing_is_offered_for_five_days(v: View) -> Answers:
    v.only("general")
    paper = v.need("F11")[-1]
    if v.last_day("notice.made_on").value < v.packs.limits.turning.penalty_act:
        yield say("na", reason="old-law")
        return
    clause = v.find(r"[^。;]{0,60}听证[^。;]{0,60}", paper)
    if clause is None and not v.typed(paper):
        raise Unread("not-typed", "F11")
    clauses = [
        c for c in v.find_all(r"[^。;□☑√■]{0,60}听证[^。;□☑√■]{0,60}", paper) if re.search(r"[三五3578]日", c.text)
    ]
    if not clauses:
        yield say("na", reason="no-hearing-clause")
        return
    old = [c for c in clauses if re.search(r"(?:三|3)(?:个工作)?日", c.text)]
    if not old:
        yield say("ok", clauses[0])
    else:
        yield say("three_days" if _told(v) and hearing_due(v).due else "preprinted", old[0], turn="box")


@rule("R-N12", MINOR, "penalty:44,45,56,63,64,66", outdated=FAIL, number_only=WARN)
def penalty_act_is_cited_by_its_new_numbers(v: View) -> Answers:
    papers = v.need("F06", "F07", "F11", "F12", "F15", "F17")
    if v.last_day("decision.made_on").value < v.packs.limits.turning.penalty_act:
        yield say("na", reason="old-law")
        return
    cited = False
    sound = True
    for mark in v.packs.articles.fingerprints:
        number = rf"(?:{in_words(mark.old)}|{mark.old})"
        before = r"(?:第?[一二三四五六七八九十百\d]+条(?:第?[一二三四五123]款)?[、,和及]){0,3}"
        pattern = rf"处罚法》?{before}(?:第)?{number}条(?:第?[一二三四五123]款)?[^。;]{{0,40}}?(?:{mark.subject})"
        found = v.find(pattern, *papers)
        cited = cited or bool(v.find(r"行政处罚法》", *papers))
        if found and _only(found.text, mark.old):
            sound = False
            yield say("outdated" if mark.confirmed else "number_only", found, old=mark.old, new=mark.new)
    if sound:
        yield say("ok", *papers[:1]) if cited else say("na", reason="no-citation")


def _only(text: str, old: int) -> bool:
    """Whether no other article stands between the old number and its subject."""
    after = re.split(rf"(?:{in_words(old)}|{old})条", text, maxsplit=1)[-1]
    return not re.search(r"第[一二三四五六七八九十百\d]+条", after)


@rule("R-N13", MAJOR, "penalty:62", before_notice=FAIL, before_service=WARN, undated=WARN)
def waiver_is_dated_after_the_notice(v: View) -> Answers:
    waivers: list[Fact] = v.facts("waiver.signed_on")
    if not waivers:
        papers = v.of("X-WAIVER")
        if not papers:
            yield say("na", reason="no-waiver")
        elif v.typed(papers[0]) and v.find(r"年月日", papers[0]):
            yield say("undated", papers[0], turn="ink")
        else:
            v.day("waiver.signed_on")
        return
    signed, made = v.day("waiver.signed_on"), v.first_day("notice.made_on")
    if signed.value < made.value:
        yield say("before_notice", signed, made, signed=signed, made=made)
        return
    served = v.served("F11")
    name = "ok" if signed.value >= served.value else "before_service"
    yield say(name, signed, served, signed=signed, served=served, made=made)
