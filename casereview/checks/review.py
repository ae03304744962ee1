"""Legal review of major decisions: R-L01 to R-L06."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from casereview.checks.hearing import HEAVY, party_kind
from casereview.checks.lawbook import Reviewable
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Seen, Unread
from casereview.checks.view import View

_PUBLIC = r"(?:涉及|事关)重大公共利益|直接关系.{0,12}重大权益|案情(?:疑难)?复杂|疑难复杂|多个法律关系"
_PASSED = ("通过", "同意", "合法", "审核无异议", "pass", "建议同意")
_REFUSED = ("不通过", "未通过", "不同意", "不予通过", "退回", "refused")


@dataclass(frozen=True, slots=True)
class Duty:
    """Why a review is due: a trigger of 处罚法58条1款 or the unit's own catalogue; neither means nothing was found.

    confirmed  whether what asks for it was compared with its text; entry: what the catalogue calls it
    """

    statutory: bool
    catalogue: bool
    reason: str = ""
    seen: tuple[Seen, ...] = ()
    confirmed: bool = True
    entry: str = ""


def review_duty(v: View) -> Duty:
    """A hearing that was held is a trigger (58条1款(二)); words of the file that name another one are, too."""
    if v.has("F13") or v.facts("hearing.held_on"):
        return Duty(True, False, "hearing", tuple(v.of("F13")))
    stated = v.find(_PUBLIC, *v.of("X-REPORT", "X-DISC", "X-LEGAL", "F01"))
    if stated:
        return Duty(True, False, "stated", (stated,))
    listed = in_catalogue(v)
    if listed is not None and listed[0].confirmed:
        return Duty(False, True, "listed", (listed[1],), True, listed[0].title)
    # What a catalogue asks for binds where the unit has confirmed its own; the usual list is a hint.
    amount, limit = v.maybe_money("decision.amount", "F15"), v.figure("unit_review_amount")
    heavy = v.find(HEAVY, *v.of("F11", "F15"))
    if heavy:
        return Duty(False, True, "heavy", (heavy,), limit.confirmed)
    if amount and limit.value and amount.value >= Decimal(limit.value):
        return Duty(False, True, "amount", (amount,), limit.confirmed)
    return Duty(False, True, "listed", (listed[1],), False, listed[0].title) if listed else Duty(False, False)


def in_catalogue(v: View) -> tuple[Reviewable, Seen] | None:
    """The entry of the unit's catalogue that the case meets by words or by amount, what is confirmed first."""
    amount, made = v.maybe_money("decision.amount", "F15"), v.maybe_day("decision.made_on", "F15")
    entries = [one for pack in v.packs.legal_review for one in pack.entries]
    for one in sorted(entries, key=lambda one: not one.confirmed):
        if made is not None and not one.covers(made.value):
            continue
        seen = v.find(one.subject, *v.of("F11", "F15", "X-REPORT")) if one.subject else None
        if seen is not None:
            return one, seen
        limit = _limit(v, one)
        if amount is not None and limit is not None and amount.value >= limit:
            return one, amount
    return None


def _limit(v: View, one: Reviewable) -> Decimal | None:
    """From which fine an entry holds for this party; a party that was not read meets none."""
    if one.person is None and one.organisation is None:
        return None
    try:
        return one.person if party_kind(v) == "person" else one.organisation
    except Unread:
        return None


def reviewed(v: View) -> bool:
    """Whether a review is on file: a sheet of its own, or the review cell of the investigation report."""
    if v.has("X-LEGAL") or v.facts("legal_review.finished_on", "X-REPORT"):
        return True
    return not v.missing("X-LEGAL")


def reviewed_or_outside(v: View) -> bool:
    """For rules about the review itself: whether there is one. They do not apply to a case that surely has none."""
    return v.has("X-LEGAL") or bool(v.facts("legal_review.finished_on")) or not v.missing("X-LEGAL")


@rule(
    "R-L01",
    VETO,
    "penalty:58.1;three_systems:;procedure:71",
    none=FAIL,
    refused=FAIL,
    catalogue=(FAIL, MAJOR),
    advised=WARN,
)
def major_decisions_are_reviewed(v: View) -> Answers:
    v.only("general")
    duty = review_duty(v)
    if not (duty.statutory or duty.catalogue):
        if v.has("X-LEGAL"):
            yield say("ok", *v.of("X-LEGAL"), why="voluntary")
            return
        lists = "、".join(f"《{pack.title}》" for pack in v.packs.legal_review)
        raise Unread("not-in-catalogue", "review_duty", list=lists)
    if not reviewed(v):
        name = "none" if duty.statutory else "catalogue"
        yield say(name, *duty.seen, sure=duty.confirmed, why=duty.reason, entry=duty.entry, turn="paper")
        return
    result = v.word("legal_review.result")
    if any(word in result.value for word in _REFUSED):
        name = "refused" if duty.statutory else "catalogue"
        yield say(name, result, *duty.seen, sure=duty.confirmed, why=duty.reason, entry=duty.entry, result=result)
    elif any(word in result.value for word in _PASSED):
        yield say("ok", result, *duty.seen, why=duty.reason)
    else:
        yield say("advised", result, *duty.seen, why=duty.reason, result=result)


@rule("R-L02", MAJOR, "penalty:58.1", after_decision=(FAIL, VETO), late=WARN, voluntary=WARN)
def review_comes_before_the_decision(v: View) -> Answers:
    v.only("general")
    if not reviewed_or_outside(v):
        yield say("na", reason="no-review")
        return
    duty = review_duty(v)
    done, made = v.first_day("legal_review.finished_on"), v.day("decision.made_on", "F15")
    approved, report = v.maybe_day("leader_approved_on"), v.maybe_day("report_on")
    if done.value > made.value:
        yield say("after_decision" if duty.statutory else "voluntary", done, made, done=done, made=made)
    elif approved and done.value > approved.value:
        yield say("late", done, approved, done=done, other=approved, what=["leader_approved_on"])
    elif report and done.value < report.value:
        yield say("late", done, report, done=done, other=report, what=["report_on"])
    else:
        yield say("ok", done, made, done=done, made=made)


@rule("R-L03", MINOR, "three_systems:;procedure:72", no_opinion=FAIL, undated=FAIL, unsigned=WARN)
def review_is_written_and_specific(v: View) -> Answers:
    if not reviewed_or_outside(v):
        yield say("na", reason="no-review")
        return
    papers = v.of("X-LEGAL") or v.of("X-REPORT")
    if not papers:
        raise v.lacks("X-LEGAL")
    paper, sound = papers[-1], True
    if (
        not v.facts("legal_review.result")
        and v.element(r"(?:审核)?(?:意见|结论).{0,40}?(?:通过|同意|合法|建议|不当|修改)", paper) is None
    ):
        sound = False
        yield say("no_opinion", paper, sure=v.complete)
    if not v.facts("legal_review.finished_on") and v.element(r"\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}", paper) is None:
        sound = False
        yield say("undated", paper, sure=v.complete, turn="ink")
    if not v.facts("legal_review.reviewer") and v.element(r"审核人", paper) is None:
        sound = False
        yield say("unsigned", paper, turn="ink")
    if sound:
        yield say("ok", paper)


@rule("R-L04", MAJOR, "penalty:58.1", hearing_after=FAIL, later_evidence=WARN)
def new_evidence_is_reviewed_again(v: View) -> Answers:
    if not reviewed_or_outside(v):
        yield say("na", reason="no-review")
        return
    last = v.last_day("legal_review.finished_on")
    held = v.maybe_day("hearing.held_on")
    if held and held.value > last.value:
        yield say("hearing_after", held, last, held=held, done=last)
        return
    later = [
        day
        for name in ("inquiry.start", "scene.start", "appraisal.end")
        for day in v.days(name)
        if day.value > last.value
    ]
    if later:
        yield say("later_evidence", later[0], last, taken=later[0], done=last, what=[later[0].facts[0].name])
    else:
        yield say("ok", last, held, done=last)


@rule("R-L05", MINOR, "gd_review:18", late=FAIL, slow=WARN)
def review_is_done_in_time(v: View) -> Answers:
    if not reviewed_or_outside(v):
        yield say("na", reason="no-review")
        return
    limit, figure = v.figure_number("legal_review_days"), v.figure("legal_review_days")
    sent, done = v.day("legal_review.submitted_on"), v.day("legal_review.finished_on")
    used = v.packs.calendar.workdays_between(sent.value, done.value)
    days = v.packs.calendar.count(sent.value, done.value)
    name = "ok" if used <= limit else "late" if figure.confirmed else "slow"
    turn = "region" if name == "slow" else ""
    yield say(name, sent, done, days=days, turn=turn, sent=sent, done=done, used=used, limit=limit)


_SUBMITTED = {
    "decision": r"拟.{0,8}(?:决定|处罚)|决定书.{0,4}(?:稿|草案)|处理意见",
    "evidence": r"证据|笔录|调查",
    "discretion": r"裁量|基准|幅度",
}


@rule("R-L06", MINOR, "gd_review:14", lacking=WARN)
def review_lists_what_was_submitted(v: View) -> Answers:
    if not reviewed_or_outside(v):
        yield say("na", reason="no-review")
        return
    papers = v.of("X-LEGAL")
    if not papers:
        raise v.lacks("X-LEGAL")
    wanted = dict(_SUBMITTED)
    if v.has("F13"):
        wanted["hearing"] = r"听证"
    lacking = [name for name, pattern in wanted.items() if not any(v.element(pattern, paper) for paper in papers)]
    if lacking:
        yield say("lacking", *papers, elements=lacking)
    else:
        yield say("ok", *papers)
