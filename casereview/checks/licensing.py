"""Transfer of crimes and licences: R-T01, R-T02, R-K01 to R-K03."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Known, as_day, as_moment
from casereview.checks.view import View


def _transferred(v: View) -> None:
    if not v.facts("transfer.reported_on") and not v.facts("transfer.sent_at"):
        v.need("X-TRANSFER")


@rule("R-T01", MAJOR, "crime_transfer:5;penalty:27", decided_late=FAIL, sent_late=FAIL, by_workdays=WARN, next_day=WARN)
def transfer_is_quick(v: View) -> Answers:
    _transferred(v)
    reported, approved = v.day("transfer.reported_on"), v.day("transfer.approved_on")
    sent = v.known("transfer.sent_at", read=str)
    limit, hours = v.limit("transfer_decision").count, v.limit("transfer_sending").count
    workdays = v.packs.calendar.workdays_between(reported.value, approved.value)
    about: dict[str, Any] = {
        "reported": reported,
        "approved": approved,
        "sent": as_day(sent.value),
        "limit": limit,
        "hours": hours,
    }
    sound = True
    if (approved.value - reported.value).days > limit:
        sound = False
        days = v.packs.calendar.count(reported.value, approved.value)
        yield say("decided_late" if workdays > limit else "by_workdays", reported, approved, days=days, **about)
    late = _late(v, sent, as_day(sent.value) > approved.value + timedelta(days=1), hours)
    if late or as_day(sent.value) > approved.value:
        sound = sound and not late and as_day(sent.value) <= approved.value
        yield say("sent_late" if late else "next_day", approved, sent, **about)
    if sound:
        yield say("ok", reported, approved, sent, **about)


def _late(v: View, sent: Known[str], by_days: bool, hours: int) -> bool:
    """By the hours where both moments carry them, else by whole days."""
    approved = v.known("transfer.approved_on", read=str)
    if len(approved.value) > 10 and len(sent.value) > 10:
        return as_moment(sent.value) - as_moment(approved.value) > timedelta(hours=hours)
    return by_days


@rule("R-T02", MINOR, "crime_transfer:6", incomplete=FAIL)
def transfer_has_its_attachments(v: View) -> Answers:
    _transferred(v)
    lacking = [form for form in ("X-TRANSFER", "X-REPORT") if not v.has(form) and v.missing(form)]
    yield say("incomplete" if lacking else "ok", *v.of("X-TRANSFER"), forms=lacking)


def _within(v: View, limit_name: str, start_name: str, end_name: str, more: int = 0, excuse: str = "") -> Answers:
    """A limit of the Licensing Act in working days (许可法82条)."""
    v.only("licence")
    start, end = v.day(start_name), v.day(end_name)
    limit = v.limit(limit_name).count + more
    used = v.packs.calendar.workdays_between(start.value, end.value)
    days = v.packs.calendar.count(start.value, end.value)
    name = "ok" if used <= limit else "late"
    # Hearing, inspection and expert review do not count (45条); joint handling has limits of its own (42条2款).
    stopped = excuse and v.find(excuse, *v.papers)
    if name == "late" and stopped:
        name = "explained"
    seen = (start, end, stopped or None)
    yield say(name, *seen, days=days, start=start, end=end, used=used, limit=limit)


@rule("R-K01", MINOR, "licence:32.1,82", late=FAIL)
def missing_papers_are_told_at_once(v: View) -> Answers:
    v.only("licence")
    if not v.facts("licence.corrections_told_on"):
        yield say("na", reason="no-corrections")
        return
    yield from _within(v, "licence_tell_once", "licence.received_on", "licence.corrections_told_on")


_STOPPED = r"听证|招标|拍卖|检验|检测|检疫|鉴定|专家评审|(?:统一|联合|集中)办理"


@rule("R-K02", MAJOR, "licence:42.1,82", late=FAIL, explained=WARN)
def licence_is_decided_in_time(v: View) -> Answers:
    more = v.limit("licence_extension").count if v.facts("licence.extension_told_on") else 0
    yield from _within(v, "licence_decision", "licence.accepted_on", "licence.decided_on", more, _STOPPED)


@rule("R-K03", MINOR, "licence:44,82", late=FAIL)
def licence_is_issued_in_time(v: View) -> Answers:
    yield from _within(v, "licence_issue", "licence.decided_on", "licence.issued_on")
