"""Filing and limitation: R-F01 to R-F07."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from casereview.checks.calendar import add_days, add_months, count_days
from casereview.checks.rules import FAIL, MAJOR, MINOR, PASS, VETO, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread
from casereview.checks.view import View
from casereview.dossier.model import Paper

DECISION = ("F15", "F14")
# Dates of things that happened; ends of periods are not among them.
EVENTS = (
    "accepted_on", "filed_on", "report_on", "legal_review.finished_on", "discussion.held_on", "leader_approved_on",
    "notice.made_on", "hearing.held_on", "decision.made_on", "paid_on", "closed_on", "archived_on",
)  # fmt: skip


@rule("R-F01", VETO, "penalty:54.2;procedure:63", none=FAIL, undated=(WARN, MAJOR))
def filing_form_is_there_and_approved(v: View) -> Answers:
    v.only("general")
    if v.missing("F01"):
        yield say("none", turn="paper")
        return
    form = v.of("F01")[0]
    filed = v.maybe_day("filed_on", "F01")
    if filed and (bare := _only_signed(v, form)):
        raise Unread("only-signed", "leader_opinions", seen=(*filed.facts,), forms=(bare,))
    if filed:
        yield say("ok", filed, filed=filed)
    elif v.typed(form) and v.find(r"审批意见.{0,60}签名:?年月日", form):
        yield say("undated", v.find(r"审批意见", form), turn="ink")
    else:
        v.day("filed_on")


def _only_signed(v: View, form: Paper) -> str:
    """The form whose cell for the leader holds a signature and nothing else: the words may have been written by hand."""
    return form.form if v.find(r"(?:负责人|领导)(?:审批|批准)意见:?签名:?[\u4e00-\u9fa5]", form) else ""


@rule("R-F02", MAJOR, "penalty:54,57", after_decision=(FAIL, VETO), after_notice=(FAIL, VETO), inquiry_first=WARN)
def filing_comes_before_notice_and_decision(v: View) -> Answers:
    v.only("general")
    filed, made = v.day("filed_on"), v.day("decision.made_on", *DECISION)
    if filed.value > made.value:
        yield say("after_decision", filed, made, filed=filed, made=made)
        return
    notice = v.first_day("notice.made_on")
    if filed.value > notice.value:
        yield say("after_notice", filed, notice, filed=filed, notice=notice)
        return
    inquiries = v.days("inquiry.start")
    if inquiries and inquiries[0].value < filed.value:
        yield say("inquiry_first", filed, inquiries[0], filed=filed, inquiry=inquiries[0])
        return
    yield say("ok", filed, notice, made, filed=filed, notice=notice, made=made)


@rule("R-F03", MINOR, "penalty:54.2", late=FAIL, slow=WARN)
def filing_is_timely(v: View) -> Answers:
    v.only("general")
    limit = v.figure_number("filing_days")
    accepted, filed = v.day("accepted_on"), v.day("filed_on")
    used = v.packs.calendar.workdays_between(accepted.value, filed.value)
    days = v.packs.calendar.count(accepted.value, filed.value)
    name = "ok" if used <= limit else "late" if v.figure("filing_days").confirmed else "slow"
    turn = "region" if name == "slow" else ""
    yield say(name, accepted, filed, days=days, turn=turn, accepted=accepted, filed=filed, used=used, limit=limit)


@rule("R-F04", MINOR, "procedure:63", unticked=FAIL, unsupported=WARN)
def source_is_ticked_and_supported(v: View) -> Answers:
    v.only("general")
    v.need("F01")
    ticks = [tick for tick in v.facts("tick", "F01") if _is_source(str(tick.value.get("label", "")))]
    if not ticks:
        v.word("tick", "F01.source")
    ticked = [tick for tick in ticks if tick.value.get("ticked")]
    if not ticked:
        yield say("unticked", *ticks)
        return
    outside = [t for t in ticked if any(word in str(t.value["label"]) for word in ("举报", "交办", "报请", "移送"))]
    if outside and v.missing("X-SRC", "X-INSPECT"):
        yield say("unsupported", *outside, source=str(outside[0].value["label"]), turn="paper")
        return
    yield say("ok", *ticked, source="、".join(str(tick.value["label"]) for tick in ticked))


def _is_source(label: str) -> bool:
    return any(word in label for word in ("检查中发现", "举报", "交办", "报请", "移送", "其他途径"))


# Stopped, checked or caught while driving, carrying or at work.
_UNDER_WAY = (
    r"(?:驾驶|行驶|行至|途经|途径|装载|运载|载有|停靠)[^。]{0,120}?"
    r"(?:查获|查处|拦(?:停|截|下)|被.{0,16}(?:检查|查扣)|(?:接受|例行|进行|依法)(?:.{0,6})检查|检查(?:时|中)?发现)"
)


def _came_from_elsewhere(v: View) -> bool:
    """Whether somebody reported, ordered or transferred the case: then it was discovered when that happened."""
    words = ("举报", "交办", "报请", "移送", "投诉")
    ticked = [str(f.value.get("label", "")) for f in v.facts("tick", "F01") if f.value.get("ticked")]
    return v.has("X-SRC") or any(word in label for label in ticked for word in words)


@rule("R-F05", VETO, "penalty:36", expired=FAIL, perhaps=WARN, under_way=PASS)
def act_is_found_within_the_limitation_period(v: View) -> Answers:
    found = v.day("found_at")
    ended = v.maybe_day("violation_end_on")
    if ended is None:
        # An act that was met under way ended no earlier than it was found.
        under_way = v.find(_UNDER_WAY, *v.of("F15", "F14", "F11", "F01", "F04"))
        if under_way is None:
            raise Unread("absent", "violation_end_on")
        yield say("under_way", found, under_way, found=found)
        return
    end = add_months(ended.value, v.limit("limitation").count)
    longest = add_months(ended.value, v.limit("limitation_five").count)
    name = "ok" if found.value <= end else "perhaps" if found.value <= longest else "expired"
    if name != "ok" and _came_from_elsewhere(v):
        raise Unread("discovery", "found_at", seen=(*ended.facts, *found.facts))
    yield say(name, ended, found, ended=ended, found=found, end=end, longest=longest)


@rule("R-F06", MAJOR, "penalty:60;procedure:78", late=FAIL, explained=WARN, extended_late=WARN)
def decision_within_ninety_days(v: View) -> Answers:
    v.only("general")
    filed, made = v.day("filed_on"), v.day("decision.made_on", "F15")
    if filed.value < v.packs.limits.turning.penalty_act:
        yield say("na", reason="old-law")
        return
    limit, more = v.limit("decision").count, v.limit("decision_extension").count
    used, last = (made.value - filed.value).days, add_days(filed.value, limit)
    about: dict[str, Any] = {"filed": filed, "made": made, "used": used, "limit": limit, "last": last}
    extension = v.maybe_day("extension.approved_on")
    if used > limit and extension and used <= limit + more:
        name = "ok" if extension.value <= last else "extended_late"
    elif used > limit:
        name = "explained" if _interrupted(v) or v.has("X-EXTEND") else "late"
    else:
        name = "ok"
    days = count_days(filed.value, made.value) if used <= 400 else ()
    yield say(name, filed, made, extension, days=days, turn="deduct" if name != "ok" else "", **about)


def _interrupted(v: View) -> bool:
    """Something in the file that other rules let run outside the ninety days: a person judges whether it does here."""
    by_notice = any("公告" in str(fact.value.get("method", "")) for fact in v.facts("service"))
    return by_notice or v.has("F13", "F12", "X-APPRAISAL", "X-TRANSFER", "F22") or bool(v.facts("excluded_period"))


@rule("R-F07", MINOR, "practice:", future=FAIL, early=FAIL, disorder=WARN)
def dates_are_possible(v: View) -> Answers:
    known = [day for name in EVENTS for day in v.days(name)]
    if not known:
        v.day("decision.made_on")
    future = [day for day in known if day.value > v.today]
    for day in future:
        yield say("future", day, what=[day.facts[0].name], day=day, today=v.today)
    filed, began = v.maybe_day("filed_on"), v.maybe_day("violation_start_on")
    early = bool(filed and began and began.value > filed.value)
    if filed and began and early:
        yield say("early", began, filed, began=began, filed=filed)
    pairs = _disordered(v)
    for first, second in pairs:
        names = [first.facts[0].name, second.facts[0].name]
        yield say("disorder", first, second, what=names, first=first, second=second)
    if not (future or early or pairs):
        yield say("ok", *known, count=len(known))


def _disordered(v: View) -> list[tuple[Known[date], Known[date]]]:
    chain = [v.maybe_day(name) for name in ("accepted_on", "filed_on", "decision.made_on", "closed_on", "archived_on")]
    known = [day for day in chain if day]
    return [(a, b) for a, b in pairwise(known) if a.value > b.value]


# Cells of the filing form that must be filled: label, and the fact read from the cell.
_CELLS = {"cause": (r"案由", "cause"), "accepted": (r"(?:受案|受理|接报)(?:时间|日期)", "accepted_on"), "party": (r"当事人", "party.name"),
          "filing_basis": (r"立案依据|(?:涉嫌)?违反.{0,3}《|(?:依据|根据).{0,3}《", ""), "leader_opinions": (r"(?:负责人)?(?:审批)?意见", "")}  # fmt: skip


@rule("R-F08", MINOR, "practice:", incomplete=FAIL, no_cell=WARN)
def filing_form_is_complete(v: View) -> Answers:
    v.only("general")
    paper = v.need("F01")[0]
    lacking = [name for name, (label, _) in _CELLS.items() if v.element(label, paper) is None]
    if lacking:
        # Only the ministry's own form is known to have every cell; another may name or place them otherwise.
        name = "incomplete" if "登记表" in paper.title else "no_cell"
        yield say(name, paper, sure=v.complete, elements=lacking)
        return
    unread = [fact for _, fact in _CELLS.values() if fact and not v.in_paper(fact, paper)]
    if unread:
        # An empty cell and one filled in by hand look the same in text: a person looks.
        raise Unread("absent", *unread)
    if _only_signed(v, paper):
        raise Unread("only-signed", "leader_opinions", forms=("F01",))
    yield say("ok", paper)
