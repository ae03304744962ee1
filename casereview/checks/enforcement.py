"""Enforcement: R-X07 to R-X12."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casereview.checks.calendar import add_months
from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, as_moment
from casereview.checks.view import View


@rule("R-X07", MAJOR, "coercion:35,54", none=FAIL)
def demand_comes_before_enforcement(v: View) -> Answers:
    if not (v.has("F20", "F21", "X-COURT") or v.facts("court.applied_on")):
        yield say("na", reason="no-enforcement")
        return
    if v.missing("F19"):
        yield say("none", *v.of("F20", "F21", "X-COURT"), turn="paper")
    else:
        yield say("ok", *v.of("F19"))


@rule("R-X08", MAJOR, "coercion:54,69", early=FAIL, exactly=WARN)
def court_is_asked_ten_workdays_after_the_demand(v: View) -> Answers:
    if not (v.has("X-COURT") or v.facts("court.applied_on")):
        yield say("na", reason="no-court")
        return
    served, applied = v.served("F19"), v.day("court.applied_on")
    limit = v.limit("demand").count
    used = v.packs.calendar.workdays_between(served.value, applied.value)
    name = "ok" if used > limit else "exactly" if used == limit else "early"
    days = v.packs.calendar.count(served.value, applied.value)
    yield say(name, served, applied, days=days, served=served, applied=applied, used=used, limit=limit)


# The court accepted or ruled, or the party used its remedies; that it did neither, and what is asked for, excuse nothing.
_EXCUSE = (
    r"[^。;,]{0,30}(?:准予|裁定)[^。;]{0,12}执行|受理|行政复议决定|复议机关"
    r"|(?<!未)(?<!不)(?<!没有)(?:提起(?:行政)?诉讼|提出(?:行政)?复议)"
)


@rule("R-X09", MAJOR, "coercion:53;court_suit:156", outside=FAIL, explained=WARN)
def court_is_asked_within_three_months(v: View) -> Answers:
    if not (v.has("X-COURT") or v.facts("court.applied_on")):
        yield say("na", reason="no-court")
        return
    if v.procedure == "summary":
        raise Unread("prior-review", "court.applied_on")
    served, applied = v.served("F15"), v.day("court.applied_on")
    opens = add_months(served.value, v.limit("suit").count)
    closes = add_months(served.value, v.limit("suit").count + v.limit("court_window").count)
    about: dict[str, Any] = {"served": served, "applied": applied, "opens": opens, "closes": closes}
    if opens < applied.value <= closes:
        yield say("ok", served, applied, **about)
        return
    excuse = next((found for found in v.find_all(_EXCUSE, *v.of("X-COURT")) if "请" not in found.text), None)
    name = "explained" if excuse or v.has("F17", "X-DELAY") else "outside"
    yield say(name, served, applied, excuse, sure=v.complete, **about)


@rule("R-X10", MAJOR, "coercion:50,51,69", early=FAIL, none=FAIL, supervisor=WARN)
def substitute_performance_is_announced(v: View) -> Answers:
    papers = v.need("F21")
    if v.find(r"立即(?:实施)?代履行|五十二条", *papers):
        yield say("na", reason="immediate")
        return
    if v.missing("F19"):
        yield say("none", *papers, turn="paper")
        return
    served, performed = v.served("F19"), v.day("substitute.performed_on")
    used = v.packs.calendar.workdays_between(served.value, performed.value)
    limit = v.limit("substitute_demand").count
    days = v.packs.calendar.count(served.value, performed.value)
    if used < limit:
        yield say("early", served, performed, days=days, served=served, performed=performed, used=used, limit=limit)
    elif not v.find(r"监督人|到场监督", *v.papers):
        yield say("supervisor", served, performed, turn="ink", served=served, performed=performed)
    else:
        yield say("ok", served, performed, days=days, served=served, performed=performed, used=used, limit=limit)


@rule("R-X11", MAJOR, "coercion:43", night=FAIL, holiday=FAIL, day_off=WARN)
def enforcement_spares_nights_and_holidays(v: View) -> Answers:
    if not (v.has("F20", "F21") or v.facts("execution.performed_at")):
        yield say("na", reason="no-enforcement")
        return
    at: Known[datetime] = v.known("execution.performed_at", read=as_moment)
    turning = v.packs.limits.turning
    urgent = v.find(r"情况紧急|紧急情况", *v.papers)
    why = v.packs.calendar.why_off(at.value.date())
    night = not turning.night_ends <= at.value.hour < turning.night_starts
    name = "ok" if urgent else "night" if night else "holiday" if why == "holiday" else "day_off" if why else "ok"
    yield say(name, at, urgent, at=at)


_DEMAND = {
    "term": r"期限|日内|前(?:履行|缴纳)",
    "way": r"方式|缴至|账号|账户",
    "amount": r"\d元|金额|标的",
    "statement": r"陈述.{0,3}申辩",
}


@rule("R-X12", MINOR, "coercion:35", incomplete=FAIL)
def demand_says_what_it_must(v: View) -> Answers:
    paper = v.need("F19")[-1]
    lacking = [name for name, pattern in _DEMAND.items() if v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, elements=lacking)
    else:
        yield say("ok", paper)
