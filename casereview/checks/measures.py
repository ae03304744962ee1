"""Compulsory measures: R-C01 to R-C11."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

from casereview.checks.calendar import add_days, count_days
from casereview.checks.content import articles
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, as_day, as_moment
from casereview.checks.view import View

_SEIZURE = r"扣押|查封|扣留|暂扣"


def measured(v: View) -> None:
    """Leaves the rule when no measure was taken; what was not read stays unknown."""
    if not v.has("F08", "F09", "F10") and not v.facts("measure.start_on"):
        flag = v.maybe_word("has_measure")
        if flag and flag.value in ("true", "yes", "是"):
            raise Unread("no-paper", "F08")
        v.need("F08")


def seized(v: View) -> None:
    """Leaves the rule when the measure is none of seizure or sealing."""
    measured(v)
    papers = v.of("F08")
    if papers and all(v.element(_SEIZURE, paper) is None for paper in papers):
        v.need("X-SEIZURE")


@rule("R-C01", VETO, "coercion:18,19", late_report=FAIL, late_approval=FAIL, next_day=WARN, approved_later=WARN)
def measure_is_approved_or_reported(v: View) -> Answers:
    measured(v)
    name = ("measure.approved_at", "measure.implemented_at", "measure.reported_at")
    approved = v.known(name[0], read=str)
    done = v.maybe(name[1], read=str) or v.known("measure.start_on", read=str)
    reported = v.maybe(name[2], read=str)
    hours = v.limit("measure_report").count
    late_days = (as_day(approved.value) - as_day(done.value)).days
    about: dict[str, Any] = {"approved": approved, "done": done, "limit": hours}
    exact = _both(approved, done)
    if late_days < 0 or (exact and exact[0] <= exact[1]) or (late_days == 0 and not exact):
        yield say("ok", approved, done, **about)
        return
    told = _both(reported, done) if reported else None
    if told:
        late = told[0] - told[1] > timedelta(hours=hours)
        yield say("late_report" if late else "approved_later", approved, done, reported, reported=reported, **about)
    elif reported is None and exact and exact[0] - exact[1] <= timedelta(hours=hours):
        yield say("approved_later", approved, done, **about)
    else:
        yield say("next_day" if late_days <= 1 else "late_approval", approved, done, turn="values", **about)


def _both(first: Known[str] | None, second: Known[str]) -> tuple[datetime, datetime] | None:
    """Two moments, or None unless both carry hours and minutes."""
    try:
        return (as_moment(first.value), as_moment(second.value)) if first else None
    except ValueError:
        return None


_TOLD = {"present": r"到场|在场|当事人", "told": r"告知", "statement": r"陈述.{0,3}申辩", "remedy": r"救济|复议|诉讼"}


@rule("R-C02", MAJOR, "coercion:18", none=FAIL, incomplete=WARN)
def measure_has_its_scene_record(v: View) -> Answers:
    measured(v)
    if v.missing("F04"):
        yield say("none", *v.of("F08"), turn="paper")
        return
    papers = v.of("F04")
    lacking = [name for name, pattern in _TOLD.items() if not any(v.element(pattern, paper) for paper in papers)]
    yield say("incomplete" if lacking else "ok", *papers, elements=lacking)


@rule("R-C03", VETO, "coercion:24.1", late=FAIL, absent=WARN, urgent=WARN)
def seizure_papers_are_handed_over_at_once(v: View) -> Answers:
    seized(v)
    started = v.maybe_day("measure.start_on") or v.day("measure.implemented_at")
    served = v.served("F08")
    if served.value <= started.value:
        yield say("ok", started, served, started=started, served=served)
        return
    away = v.find(r"当事人(?:不在场|未到场|不到场|拒绝到场)|见证人", *v.of("F04", "F08"))
    urgent = v.find(r"情况紧急|紧急情况|需要当场(?:实施|采取)|补办(?:批准|审批)?手续", *v.of("F04", "F08", "X-APPR"))
    name = "absent" if away else "urgent" if urgent else "late"
    yield say(name, started, served, away, urgent, started=started, served=served)


_FIVE = {"party": r"当事人", "facts": r"(?:因|经|涉嫌)", "basis": r"依据|根据", "kind": _SEIZURE + r"|措施", "term": r"期限",
         "list": r"清单|名称|数量", "remedy": r"复议"}  # fmt: skip


@rule("R-C04", MAJOR, "coercion:24.2", incomplete=FAIL)
def measure_decision_holds_its_items(v: View) -> Answers:
    seized(v)
    paper = v.need("F08")[0]
    lacking = [name for name, pattern in _FIVE.items() if v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, elements=lacking)
    else:
        yield say("ok", paper)


def _appraisal_days(v: View) -> int:
    start, end = v.maybe_day("appraisal.start"), v.maybe_day("appraisal.end")
    return max((end.value - start.value).days, 0) if start and end else 0


@rule("R-C05", VETO, "coercion:25", too_long=FAIL, stated_long=(FAIL, MAJOR), exception=WARN)
def seizure_lasts_thirty_days(v: View) -> Answers:
    seized(v)
    start, limit, deducted = v.day("measure.start_on"), v.limit("seizure").count, _appraisal_days(v)
    stated, lifted = v.maybe_day("measure.end_on"), v.maybe_day("measure.lifted_on")
    extended = v.maybe_day("measure.extended_to")
    allowed = limit + deducted + (v.limit("seizure_extension").count if extended or v.has("F09") else 0)
    if stated is None and lifted is None:
        raise Unread("absent", "measure.end_on", "measure.lifted_on")
    about: dict[str, Any] = {
        "start": start,
        "allowed": allowed,
        "deducted": deducted,
        "last": add_days(start.value, allowed),
    }
    if lifted and (lifted.value - start.value).days > allowed:
        excuse = v.find(r"公路安全保护条例》?第?七十二条|逾期不(?:接受|来).{0,4}处理|不来领取", *v.papers)
        days = count_days(start.value, lifted.value)
        yield say("exception" if excuse else "too_long", start, lifted, excuse, days=days, end=lifted, **about)
    elif stated and (stated.value - start.value).days > limit:
        yield say("stated_long", start, stated, days=count_days(start.value, stated.value), end=stated, **about)
    else:
        yield say("ok", start, stated, lifted, end=lifted or stated, **about)


@rule("R-C06", MAJOR, "coercion:25", after_end=FAIL, too_long=FAIL, reasons=WARN)
def extension_is_decided_in_time(v: View) -> Answers:
    if not v.has("F09") and not v.facts("measure.extended_to"):
        yield say("na", reason="no-extension")
        return
    end, decided, until = v.day("measure.end_on"), v.day("measure.extension_on"), v.day("measure.extended_to")
    more = (until.value - end.value).days
    about: dict[str, Any] = {"end": end, "decided": decided, "until": until, "more": more}
    if decided.value > end.value:
        yield say("after_end", end, decided, **about)
    elif more > v.limit("seizure_extension").count:
        yield say("too_long", end, until, days=count_days(end.value, until.value), **about)
    elif v.has("F09") and v.element(r"因|理由|情况复杂", v.of("F09")[0]) is None:
        yield say("reasons", *v.of("F09"), **about)
    else:
        yield say("ok", end, decided, until, **about)


@rule("R-C07", VETO, "coercion:27,28", not_lifted=FAIL, late=FAIL, slow=(WARN, MAJOR))
def measure_is_lifted_in_time(v: View) -> Answers:
    measured(v)
    end = v.maybe_day("measure.extended_to") or v.day("measure.end_on")
    last = add_days(end.value, _appraisal_days(v))
    lifted = v.maybe_day("measure.lifted_on")
    if lifted is None:
        other = v.find(r"没收|移送|拍卖|变卖|领取通知|通知.{0,10}领取", *v.of("F15", "X-TRANSFER", "F24", "F04"))
        if other:
            yield say("ok", end, other, end=last, lifted="")
        elif v.missing("F10") and last < v.today:
            yield say("not_lifted", end, end=last, turn="paper")
        else:
            v.day("measure.lifted_on")
        return
    about: dict[str, Any] = {"end": last, "lifted": lifted}
    if lifted.value > last:
        told = v.find(r"通知.{0,10}领取|不来领取|未(?:来|前来)领取", *v.papers)
        yield say("ok" if told else "late", end, lifted, told, **about)
    elif (waited := _waited(v, lifted.value)) and waited[1] > v.figure_number("lift_grace_workdays"):
        yield say("slow", waited[0], lifted, since=waited[0], waited=waited[1], turn="region", **about)
    else:
        yield say("ok", end, lifted, **about)


def _waited(v: View, lifted: date) -> tuple[Known[date], int] | None:
    """From the last of decision and payment to lifting, in working days."""
    days = [day for day in (v.maybe_day("decision.made_on", "F15"), v.maybe_day("paid_on")) if day]
    last = max(days, key=lambda day: day.value, default=None)
    return (last, v.packs.calendar.workdays_between(last.value, lifted)) if last else None


@rule("R-C08", MINOR, "coercion:25.3", untold=FAIL)
def appraisal_period_is_told(v: View) -> Answers:
    measured(v)
    if not v.has("X-APPRAISAL") and not v.facts("appraisal.start"):
        yield say("na", reason="no-appraisal")
        return
    told = v.maybe_day("appraisal.told_on")
    text = v.find(r"(?:检测|检验|检疫|鉴定).{0,10}(?:期间|时间|期限)", *v.of("F08", "F09", "F23", "F04"))
    if told or text:
        yield say("ok", told, text)
    elif v.complete and all(v.typed(paper) for paper in v.of("F08", "F09", "F04")):
        yield say("untold", *v.of("X-APPRAISAL"), turn="paper")
    else:
        raise Unread("absent", "appraisal.told_on")


@rule("R-C09", MINOR, "practice:", none=FAIL)
def return_list_is_confirmed(v: View) -> Answers:
    papers = v.need("F10")
    lists = [paper for paper in papers if v.element(r"(?:退还|返还).{0,8}(?:清单|财物)|财物清单|查验", paper)]
    yield say("ok" if lists else "none", *papers, sure=v.complete)


_NO_FEE = r"(?:(?:不|未|免)(?:收取?|予收取).{0,6})"


@rule("R-C10", MAJOR, "coercion:26.3;road_transport:62", charged=FAIL, words=WARN)
def no_custody_fee_is_charged(v: View) -> Answers:
    measured(v)
    fee = r"(?:保管费|停车费|看管费|拖车费|施救费)"
    charged = v.find(fee + r".{0,80}?(?:\d[\d,]*(?:\.\d+)?元|¥\d)", *v.of("X-RECEIPT"))
    told = v.find_all(rf"{_NO_FEE}?{fee}", *v.of("X-RECEIPT", "F08", "F10", "X-OTHER"))
    words = next((found for found in told if not re.match(_NO_FEE, found.text)), None)
    free = v.find(_NO_FEE + fee, *v.papers)
    if charged:
        yield say("charged", charged)
    elif words:
        yield say("words", words)
    elif v.has("X-RECEIPT") or free:
        yield say("ok", *v.of("X-RECEIPT"), free)
    else:
        raise v.lacks("X-RECEIPT")


@rule("R-C11", VETO, "coercion:10,16,17,22", low_rank=FAIL, unlisted=WARN)
def measure_rests_on_law(v: View) -> Answers:
    measured(v)
    cited = articles(v, "article.measure", "F08")
    if not cited:
        raise Unread("absent", "article.measure")
    known = {law: v.packs.laws[law] for law, _ in cited if law in v.packs.laws}
    if len(known) < len({law for law, _ in cited}):
        # A local regulation may set a seizure; an act the pack does not know is for a person.
        raise Unread("no-data", "article.measure")
    listed = {(basis.law, number) for basis in v.packs.articles.measure_bases for number in basis.articles}
    high = [
        fact
        for (law, _), fact in cited.items()
        if known[law].rank in ("law", "regulation", "local") and law != "coercion"
    ]
    if set(cited) & listed:
        yield say("ok", *(fact for article, fact in cited.items() if article in listed))
    elif high:
        yield say("unlisted", *high, turn="law")
    elif all(pack.rank in ("rule", "document") for pack in known.values()):
        yield say("low_rank", *cited.values(), turn="law", laws="、".join(pack.title for pack in known.values()))
    else:
        yield say("unlisted", *cited.values(), turn="law")
