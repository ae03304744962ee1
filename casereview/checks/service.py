"""Service: R-S01 to R-S07."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from casereview.checks.calendar import count_days
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread, as_day, is_weak, served_form
from casereview.checks.view import View
from casereview.dossier.model import Fact

# The fact that dates each paper that must be served; the date on the paper itself.
MADE = {
    "F08": "measure.made_on", "F09": "measure.extension_on", "F10": "measure.lifted_on", "F11": "notice.made_on",
    "F12": "hearing.notice_made_on", "F15": "decision.made_on", "F16": "correction.made_on", "F17": "deferral.made_on",
    "F19": "demand.made_on", "F20": "execution.made_on", "F21": "execution.made_on",
}  # fmt: skip
_MUST = ("F08", "F09", "F10", "F11", "F12", "F15", "F16", "F19", "F20", "F21")


def _method(fact: Fact) -> str:
    return str(fact.value.get("method") or "")


@rule("R-S01", MAJOR, "penalty:61.1,85", late=FAIL, none=(FAIL, VETO), tried=WARN)
def decision_is_served_in_seven_workdays(v: View) -> Answers:
    v.only("general")
    made = v.day("decision.made_on", "F15")
    if v.maybe_served("F15") is None and v.missing("F23") and not _acknowledged(v):
        yield say("none", made, made=made, turn="receipt")
        return
    served, limit = v.served("F15"), v.limit("decision_service").count
    last = v.packs.calendar.add_workdays(made.value, limit)
    used = v.packs.calendar.workdays_between(made.value, served.value)
    days = v.packs.calendar.count(made.value, served.value) if served.value >= made.value else ()
    sent = v.maybe_day("mail.posted_on") or v.maybe_day("public_notice.posted_on")
    tried = v.maybe_day("service.attempted_on") or sent
    in_time = served.value <= last or (sent and sent.value <= last)
    name = "ok" if in_time else "tried" if tried and tried.value <= last else "late"
    yield say(name, made, served, tried, days=days, made=made, served=served, used=used, limit=limit, last=last)


def _acknowledged(v: View) -> bool:
    """A party that signs the decision itself, or pays by it, has it."""
    return bool(v.facts("paid_on")) or v.find(r"签收|收到本?决定书(?!之日|的|后|起|第?\d)", *v.of("F15")) is not None


@rule("R-S02", MINOR, "civil_procedure:87,88", incomplete=FAIL, relation=WARN)
def receipts_are_complete(v: View) -> Answers:
    receipts = v.need("F23")
    facts = [fact for fact in v.facts("service", "F23") if not is_weak(fact)]
    if not facts:
        raise Unread("absent", "service")
    sound = True
    for fact in facts:
        lacking = [name for name in ("on", "method") if not fact.value.get(name)]
        paper = v.paper_of(fact)
        if lacking and paper and v.typed(paper):
            sound = False
            yield say(
                "incomplete",
                fact,
                sure=v.complete,
                elements=lacking,
                paper=str(fact.value.get("paper", "")),
                turn="ink",
            )
        elif lacking:
            raise Unread("absent", "service")
    proxy = v.find(r"代收人:?[\u4e00-\u9fa5]{2,4}", *receipts)
    person = any(str(fact.value) == "person" for fact in v.facts("party.type"))
    if (
        person
        and proxy
        and "签" not in proxy.text
        and not v.find(r"关系|配偶|父|母|子|女|员工|职工|家属|门卫|收发", *receipts)
    ):
        sound = False
        yield say("relation", proxy)
    if sound:
        yield say("ok", *facts, count=len(facts))


def _by(v: View, *words: str) -> list[Fact]:
    return [f for f in v.facts("service") if not is_weak(f) and any(word in _method(f) for word in words)]


def _other_mode(v: View) -> bool:
    """Whether the modes of service were read at all: only then does a rule on another mode not apply."""
    if not any(_method(fact) for fact in v.facts("service")):
        raise Unread("absent", "service")
    return True


@rule("R-S03", MAJOR, "civil_procedure:89", unproved=FAIL)
def service_by_leaving_is_witnessed(v: View) -> Answers:
    left = _by(v, "留置")
    if not left and _other_mode(v):
        yield say("na", reason="other-mode")
        return
    papers = [paper for fact in left if (paper := v.paper_of(fact))]
    found = v.find(r"见证人|拍照|录像|录音|执法记录仪", *papers) or v.find(r"留置", *v.of("X-PHOTO", "X-AV"))
    if found:
        yield say("ok", *left, found)
    elif all(v.typed(paper) for paper in papers):
        yield say("unproved", *left, sure=v.complete, turn="av")
    else:
        raise Unread("not-typed", "F23")


@rule("R-S04", MINOR, "civil_procedure:91", none=FAIL, partly=WARN)
def service_by_mail_is_proved(v: View) -> Answers:
    posted = _by(v, "邮寄", "快递", "EMS")
    if not posted and _other_mode(v):
        yield say("na", reason="other-mode")
        return
    posting = v.find(r"(?:邮政|ems|快递|专递|挂号).{0,12}(?:单|详情|凭证|收据|号)|邮件号", *v.papers)
    received = v.find(r"(?:妥投|签收|回执|投递结果|物流)", *(p for p in v.papers if p.form != "F23"))
    name = "ok" if posting and received else "partly" if posting or received else "none"
    if name == "none" and not all(v.typed(paper) for paper in v.papers):
        raise Unread("not-typed", "X-DOC")
    yield say(name, *posted, posting, received, sure=v.complete, turn="" if name == "ok" else "paper")


@rule("R-S05", MAJOR, "civil_procedure:95;procedure:16", short=FAIL, between=WARN, no_cause=WARN)
def public_notice_runs_its_days(v: View) -> Answers:
    public = _by(v, "公告")
    if not public and _other_mode(v):
        yield say("na", reason="other-mode")
        return
    posted, deemed = v.day("public_notice.posted_on"), _latest(public)
    used = (deemed.value - posted.value).days
    least = 30 if posted.value >= v.packs.limits.turning.public_notice_thirty_days else 60
    cause = v.find(r"下落不明|无法(?:直接)?送达|其他方式.{0,6}无法|退回|查无此人", *v.papers)
    about: dict[str, Any] = {"posted": posted, "deemed": deemed, "used": used, "least": least}
    about["days"] = count_days(posted.value, deemed.value) if 0 <= used < 400 else ()
    if used < least:
        yield say("short", posted, deemed, **about)
    elif used < v.figure_number("notice_service_days"):
        yield say("between", posted, deemed, turn="region", **about)
    elif cause is None:
        yield say("no_cause", posted, deemed, **about)
    else:
        yield say("ok", posted, deemed, cause, **about)


def _latest(facts: list[Fact]) -> Known[date]:
    dated = [fact for fact in facts if re.match(r"\d{4}-\d\d-\d\d", str(fact.value.get("on")))]
    if not dated:
        raise Unread("absent", "service")
    last = max(dated, key=lambda fact: str(fact.value["on"]))
    return Known(as_day(last.value["on"]), (last,))


@rule("R-S06", MAJOR, "penalty:61.2;coercion:38", unconfirmed=FAIL, demand=WARN)
def electronic_service_is_agreed(v: View) -> Answers:
    sent = _by(v, "电子", "传真", "邮件")
    if not sent and _other_mode(v):
        yield say("na", reason="other-mode")
        return
    direct = [fact for fact in sent if served_form(fact) in ("F19", "F20")]
    if direct:
        yield say("demand", *direct)
    elif v.missing("X-ADDR"):
        yield say("unconfirmed", *sent, turn="paper")
    else:
        yield say("ok", *sent, *v.of("X-ADDR"))


@rule("R-S07", MAJOR, "practice:", early=FAIL, unproved=WARN)
def nothing_is_served_before_it_is_made(v: View) -> Answers:
    early, unproved, read = False, False, 0
    for form in _MUST:
        if not v.has(form):
            continue
        served = v.maybe_served(form)
        if served is None:
            if v.complete and not v.unplaced_pages and not (form == "F15" and _acknowledged(v)):
                unproved = True
                yield say("unproved", v.of(form)[0], form=form, paper=v.of(form)[0].title, turn="receipt")
            continue
        made = v.days(MADE[form], form)
        read += bool(made)
        if made and served.value < made[0].value:
            early = True
            yield say("early", served, made[0], served=served, made=made[0], paper=v.of(form)[0].title)
    if not (early or unproved):
        if not read:
            raise Unread("absent", "service")
        yield say("ok", *v.facts("service"), count=read)
