"""Publicity and filing with the government: R-G01 to R-G07, R-B01."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from casereview.checks.calendar import add_days, count_days
from casereview.checks.rules import FAIL, MAJOR, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Known, Unread
from casereview.checks.view import View
from casereview.text import fold
from casereview.units.measures import day_of, number_of
from casereview.units.model import Figure, Profile

_ID = r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx](?![\da-z])"
_PERSONAL = {
    "id": _ID,
    "phone": r"(?<!\d)1[3-9]\d{9}(?!\d)",
    "bank": r"(?:银行(?:卡|账)?号?|账号|卡号):?\d{12,19}",
    "home": r"(?:住址|家庭住址|户籍地):?[\u4e00-\u9fa5]{2,30}?(?:\d+号|\d+室|\d+组)",
}


@rule("R-G01", MAJOR, "penalty:48;three_systems:;gd_publicity:21.2", late=FAIL, late_duty_open=WARN)
def decision_is_published_in_seven_workdays(v: View) -> Answers:
    v.only("general", "summary")
    made = v.day("decision.made_on", "F15", "F14")
    withheld = v.find(r"不(?:予)?公(?:开|示).{0,20}(?:审批|同意|批准)", *v.papers)
    if withheld:
        yield say("na", reason="withheld")
        return
    published, limit = v.first_day("published.on"), v.limit("publication").count
    last = v.packs.calendar.add_workdays(made.value, limit)
    used = v.packs.calendar.workdays_between(made.value, published.value)
    days = v.packs.calendar.count(made.value, published.value)
    duty = v.figure("publish_all")
    name = "ok" if published.value <= last else "late" if duty.value == "yes" and duty.confirmed else "late_duty_open"
    turn = "duty" if name == "late_duty_open" else ""
    yield say(
        name, made, published, days=days, turn=turn, made=made, published=published, used=used, limit=limit, last=last
    )


@rule("R-G02", MINOR, "three_systems:;open_information:26", late=FAIL)
def other_results_are_published_in_twenty_workdays(v: View) -> Answers:
    v.only("inspection", "licence")
    name, limit_name = (
        ("licence.decided_on", "publication") if v.procedure == "licence" else ("found_at", "publication_other")
    )
    made, published = v.first_day(name), v.first_day("published.on")
    limit = v.limit(limit_name).count
    used = v.packs.calendar.workdays_between(made.value, published.value)
    days = v.packs.calendar.count(made.value, published.value)
    about: dict[str, Any] = {"made": made, "published": published, "used": used, "limit": limit}
    yield say("ok" if used <= limit else "late", made, published, days=days, **about)


# An empty box before the words says that it did not happen; the words of one box do not run on into the next.
_REVOKED = (
    r"[□☐]?[^□☐☑√■。;]{0,12}?(?:撤销|变更|确认[^□☐☑√■。;,]{0,6}违法|确认无效)(?!立案)[^□☐☑√■。;,]{0,20}处罚决定(?!的)"
)


@rule("R-G03", MAJOR, "penalty:48.2,85", late=FAIL)
def withdrawn_decisions_are_taken_down(v: View) -> Answers:
    event = v.maybe_day("decision.revoked_on")
    if event is None:
        said = v.find_all(_REVOKED, *v.of("F24", "X-OTHER"))
        if any(found.text[0] not in "□☐" for found in said):
            raise Unread("absent", "decision.revoked_on")
        yield say("na", reason="no-withdrawal")
        return
    down, limit = v.day("published.withdrawn_on"), v.limit("withdrawal").count
    used = v.packs.calendar.workdays_between(event.value, down.value)
    days = v.packs.calendar.count(event.value, down.value)
    about: dict[str, Any] = {"event": event, "down": down, "used": used, "limit": limit}
    yield say("ok" if used <= limit else "late", event, down, days=days, **about)


@rule("R-G04", MAJOR, "penalty:50;personal_information:28;gd_publicity:14", exposed=FAIL)
def published_text_hides_personal_data(v: View) -> Answers:
    papers = v.of("X-PUB")
    if not papers:
        raise v.lacks("X-PUB")
    found = {kind: place for kind, pattern in _PERSONAL.items() if (place := v.find(pattern, *papers))}
    if found:
        yield say("exposed", *found.values(), elements=list(found))
    elif all(v.typed(paper) for paper in papers):
        yield say("ok", *papers)
    else:
        raise Unread("not-typed", "X-PUB")


def unit_figure(v: View, name: str) -> Figure:
    """The latest figure of the unit by this name. Raises Unread without one."""
    figures = [f for f in v.unit.figures if f.name == name] if isinstance(v.unit, Profile) else []
    if not figures:
        raise Unread("no-figure", name)
    return max(figures, key=lambda figure: figure.on)


def unit_day(v: View, name: str) -> date:
    """A figure that is a date. Raises Unread where none is recorded, or what is recorded is no date."""
    day = day_of(unit_figure(v, name).value)
    if day is None:
        raise Unread("figure-unclear", name)
    return day


def unit_count(v: View, name: str) -> int:
    """A figure that is a whole number. Raises Unread as `unit_day`."""
    number = number_of(unit_figure(v, name).value)
    if number is None or number != int(number):
        raise Unread("figure-unclear", name)
    return int(number)


@rule("R-G05", MINOR, "three_systems:;gd_publicity:17", late=FAIL)
def annual_data_are_published_by_the_end_of_january(v: View) -> Answers:
    on = unit_day(v, "annual_statistics_published_on")
    last = date(on.year, 1, 31)
    yield say("ok" if on <= last else "late", published=on, last=last)


@rule("R-G06", MINOR, "gd_publicity:21,23;open_information:26", late=FAIL)
def standing_information_is_kept_up(v: View) -> Answers:
    changed = unit_day(v, "disclosure_changed_on")
    updated = unit_day(v, "disclosure_updated_on")
    used, limit = v.packs.calendar.workdays_between(changed, updated), v.limit("publication_other").count
    days = v.packs.calendar.count(changed, updated)
    yield say("ok" if used <= limit else "late", days=days, changed=changed, updated=updated, used=used, limit=limit)


_MONEY = re.compile(r"罚款(?:人民币)?:?(\d[\d,]*(?:\.\d+)?)(万)?元")


@rule("R-G07", MINOR, "three_systems:", amount=FAIL, party=WARN, number=WARN)
def published_text_is_the_decision(v: View) -> Answers:
    papers = v.of("X-PUB")
    if not papers:
        raise v.lacks("X-PUB")
    sound = compared = 0
    decided = v.maybe_money("decision.amount", "F15", "F14")
    place = v.find(_MONEY.pattern, *papers)
    if decided and place and (match := _MONEY.search(place.text)):
        compared += 1
        shown = Decimal(match.group(1).replace(",", "")) * (10000 if match.group(2) else 1)
        if shown != decided.value:
            sound += 1
            yield say("amount", place, decided, shown=shown, decided=decided)
    for said in _others(v):
        compared += 1
        if said.name != "ok":
            sound += 1
            yield said
    if not compared:
        raise Unread("unclear", "X-PUB")
    if not sound:
        yield say("ok", *papers, decided, place)


def _others(v: View) -> Answers:
    party = v.maybe_word("party.name", "F15", "F14")
    number = v.maybe_word("decision.no", "F15", "F14") or v.maybe_word("case_no", "F15", "F14")
    papers = v.of("X-PUB")
    if number and (place := v.find(r"[\u4e00-\u9fa5]{2,12}[〔\[(]\d{4}[〕\])]\d{1,6}号", *papers)):
        yield say(
            "ok" if place.text in number.value or number.value in place.text else "number",
            place,
            number,
            shown=place.text,
            decided=number,
        )
    if party and (
        place := v.find(
            r"(?:当事人|行政相对人(?:名称)?|被处罚人(?:名称)?|企业名称):?[\u4e00-\u9fa5某*x]{2,30}", *papers
        )
    ):
        shown = re.sub(r"^.*?(?:当事人|行政相对人(?:名称)?|被处罚人(?:名称)?|企业名称):?", "", place.text)
        masked = re.search(r"[某*x]", shown) is not None
        yield say(
            "ok" if masked or shown.startswith(party.value) or party.value.startswith(fold(shown)) else "party",
            place,
            party,
            shown=shown,
            decided=party,
        )


@rule("R-B01", MINOR, "practice:", late=FAIL, perhaps=WARN)
def major_penalties_are_reported(v: View) -> Answers:
    law = v.packs.region.law("major_penalty_filing")
    if law is None:
        yield say("na", reason="no-local-law")
        return
    made = v.day("decision.made_on", "F15")
    filed: Known[date] | None = v.maybe_day("filing.on")
    from casereview.checks.discussion import marked_major

    if filed is None and not marked_major(v):
        raise Unread("trigger", "major")
    last = add_days(made.value, law.days)
    about: dict[str, Any] = {"made": made, "last": last, "limit": law.days, "law": law.title}
    if filed and filed.value <= last:
        yield say("ok", made, filed, days=count_days(made.value, filed.value), filed=filed, **about)
    elif filed:
        name = "late" if law.confirmed else "perhaps"
        yield say(name, made, filed, days=count_days(made.value, filed.value), turn="region", filed=filed, **about)
    else:
        yield say("perhaps", made, *marked_major(v), turn="region", filed="", **about)
