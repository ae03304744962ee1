"""Evidence: R-E05, R-E06, R-E08 to R-E12, R-E14, R-E15."""

from __future__ import annotations

import re
from typing import Any

from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Unread, is_weak
from casereview.checks.view import View
from casereview.text import fold


@rule("R-E05", MAJOR, "penalty:56", late=FAIL, next_day=WARN, none=WARN)
def registration_is_approved_first(v: View) -> Answers:
    v.need("F06")
    approved, start = v.maybe_day("reg_save.approved_on"), v.day("reg_save.start_on")
    if approved is None:
        yield say("none", start, start=start, turn="paper")
        return
    after = (approved.value - start.value).days
    name = "ok" if after <= 0 else "next_day" if after == 1 else "late"
    yield say(name, approved, start, approved=approved, start=start, after=after)


@rule("R-E06", MAJOR, "penalty:56,85", late=FAIL, stated_late=FAIL, none=WARN)
def registration_is_disposed_of_in_seven_workdays(v: View) -> Answers:
    v.need("F06")
    limit, start = v.limit("registration").count, v.day("reg_save.start_on")
    last = v.packs.calendar.add_workdays(start.value, limit)
    stated, disposed = v.maybe_day("reg_save.end_on"), v.maybe_day("reg_save.disposed_on")
    about: dict[str, Any] = {"start": start, "last": last, "limit": limit}
    if stated and stated.value > last:
        yield say(
            "stated_late", start, stated, days=v.packs.calendar.count(start.value, stated.value), stated=stated, **about
        )
    if disposed is None:
        yield say("none", start, turn="paper", **about)
        return
    days = v.packs.calendar.count(start.value, disposed.value)
    if disposed.value > last:
        yield say("late", start, disposed, days=days, disposed=disposed, **about)
    elif not (stated and stated.value > last):
        yield say("ok", start, disposed, days=days, disposed=disposed, **about)


@rule("R-E08", MAJOR, "penalty:56", none=FAIL, mentioned=WARN)
def a_sample_has_its_voucher(v: View) -> Answers:
    used = v.find(r"抽样(?:检测|检验|取证|样品)|样品(?:编号|名称|检测)", *v.of("X-APPRAISAL", "X-REPORT", "F15", "F11"))
    if v.has("F05"):
        yield say("ok", v.of("F05")[0])
    elif used is None:
        yield say("na", reason="no-sample")
    elif any(paper.form == "X-APPRAISAL" and paper.id == used.paper for paper in v.papers) and v.missing("F05"):
        yield say("none", used, turn="paper")
    else:
        yield say("mentioned", used, turn="paper")


@rule("R-E09", MAJOR, "penalty:44,46.2", after_notice=FAIL, untold=WARN)
def appraisal_comes_before_the_notice_and_is_told(v: View) -> Answers:
    v.need("X-APPRAISAL")
    ended = v.days("appraisal.made_on") or v.days("appraisal.end")
    if not ended:
        raise Unread("absent", "appraisal.made_on")
    done, notices = ended[0], v.days("notice.made_on")
    if not notices:
        raise Unread("absent", "notice.made_on")
    notice = notices[-1]
    if done.value > notice.value:
        yield say("after_notice", done, notice, done=done, notice=notice)
        return
    told = v.maybe_day("appraisal.told_on")
    text = v.find(r"(?:检测|检验|鉴定|称重|称量)(?:报告|意见|结果|结论|单|,|为)", *v.of("F02", "F04", "F11"))
    if told or text:
        yield say("ok", done, notice, told, text, done=done, notice=notice)
    else:
        yield say("untold", done, done=done)


@rule("R-E10", MINOR, "court_evidence:10", none=WARN)
def copies_are_certified(v: View) -> Answers:
    papers = v.of("X-ID", "X-DOC")
    cited = v.find(r"[\u4e00-\u9fa5]{2,12}复印件", *v.of("X-REPORT", "F15"))
    if not papers and cited:
        raise v.lacks("X-ID", "X-DOC")
    papers = v.need("X-ID", "X-DOC")
    found = v.find(r"与原(?:件|本)(?:核对)?(?:无误|一致|相符)|核对无异|复印(?:自|于)|原件(?:存|由|保存)", *papers)
    if found:
        yield say("ok", found)
    elif not all(v.typed(paper) for paper in papers):
        raise Unread("not-typed", *sorted({paper.form for paper in papers}))
    else:
        yield say("none", *papers, turn="ink")


@rule("R-E11", MINOR, "court_evidence:12;penalty:46", incomplete=FAIL, purpose=WARN)
def photos_are_annotated(v: View) -> Answers:
    parts = {
        "拍摄时间": r"(?:拍摄|摄制|采集)?时间:?.{0,6}\d",
        "拍摄地点": r"(?:拍摄|采集)?地点:?[\u4e00-\u9fa5a-z]",
        "拍摄人": r"(?:拍摄|摄制|采集|制作)人",
    }
    sound = True
    for paper in v.need("X-PHOTO"):
        lacking = [name for name, pattern in parts.items() if v.element(pattern, paper) is None]
        if lacking:
            sound = False
            yield say("incomplete", paper, sure=v.complete, lacking="、".join(lacking), paper=paper.title, turn="ink")
        elif v.element(r"证明|说明|内容", paper) is None:
            sound = False
            yield say("purpose", paper, paper=paper.title)
    if sound:
        yield say("ok", *v.of("X-PHOTO"), count=len(v.of("X-PHOTO")))


@rule("R-E12", MAJOR, "penalty:41", none=FAIL, after_notice=FAIL)
def monitoring_records_are_reviewed(v: View) -> Answers:
    if not v.has("X-MONREV") and not v.find(
        r"非现场(?:执法|检测)|电子技术监控", *v.of("F01", "F15", "X-REPORT", "X-SRC")
    ):
        yield say("na", reason="no-monitoring")
        return
    if v.missing("X-MONREV"):
        yield say("none", turn="paper")
        return
    reviewed, notice = v.day("monitoring.reviewed_on"), v.first_day("notice.made_on")
    name = "ok" if reviewed.value <= notice.value else "after_notice"
    yield say(name, reviewed, notice, reviewed=reviewed, notice=notice)


@rule("R-E14", MAJOR, "penalty:44,62", changed=FAIL, later=WARN)
def no_new_evidence_after_the_notice(v: View) -> Answers:
    v.only("general")
    from casereview.checks.content import notice_and_decision_differ

    notices = v.days("notice.made_on")
    if not notices:
        raise Unread("absent", "notice.made_on")
    taken = [day for name in ("inquiry.start", "scene.start", "appraisal.end") for day in v.days(name)]
    if not taken:
        raise Unread("absent", "inquiry.start", "scene.start")
    later = [day for day in taken if day.value > notices[-1].value]
    if not later:
        yield say("ok", *taken, notices[-1], notice=notices[-1])
        return
    name = "changed" if len(notices) == 1 and notice_and_decision_differ(v) else "later"
    yield say(name, later[0], notices[-1], taken=later[0], notice=notices[-1], what=[later[0].facts[0].name])


@rule("R-E15", MAJOR, "penalty:59.1", none=FAIL, differs=WARN)
def identity_of_the_party_is_proved(v: View) -> Answers:
    if not v.has("F15", "F14", "F16", "F24") and not v.has("X-ID"):
        raise v.lacks("X-ID")
    if v.missing("X-ID"):
        yield say("none", turn="paper")
        return
    party = v.word("party.name")
    names = [fact for fact in v.facts("party.name", "X-ID") if not is_weak(fact)]
    in_proof = v.find(re.escape(party.value), *v.of("X-ID"))
    if in_proof or any(fold(str(fact.value)) == party.value for fact in names):
        yield say("ok", party, in_proof, name=party)
    elif not all(v.typed(paper) for paper in v.of("X-ID")):
        raise Unread("not-typed", "X-ID")
    else:
        yield say("differs", party, *v.of("X-ID"), name=party)
