"""Paying the fine: R-X01 to R-X06."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from casereview.checks.calendar import add_days, count_days
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, rule, say
from casereview.checks.values import Unread
from casereview.checks.view import View


@rule("R-X01", MINOR, "penalty:67.3", late=WARN)
def fine_is_paid_in_fifteen_days(v: View) -> Answers:
    forms = ("F15", "F14")
    # The closing report may say when the party performed where no receipt is bound.
    done = v.days("paid_on") or v.days("performed_on", "F24")
    if not done:
        raise Unread("absent", "paid_on")
    paid = done[-1]
    served = v.served("F15") if v.has("F15") else v.day("decision.made_on", *forms)
    nominal = add_days(served.value, v.limit("payment").count)
    last = v.packs.calendar.moved(nominal)
    used = (paid.value - served.value).days
    explained = v.has("F17", "F19", "X-DELAY") or v.facts("late_fee.amount") or v.facts("deferral.approved_on")
    name = "ok" if paid.value <= last or explained else "late"
    days = count_days(served.value, paid.value) if 0 <= used < 200 else ()
    yield say(name, served, paid, days=days, served=served, paid=paid, nominal=nominal, last=last, used=used)


@rule("R-X02", MAJOR, "penalty:72.1,73.3;coercion:45", over_principal=FAIL, over_rate=FAIL, low=WARN)
def late_fee_is_within_the_law(v: View) -> Answers:
    fee = v.maybe_money("late_fee.amount")
    if fee is None:
        yield say("na", reason="no-late-fee")
        return
    fine, due, paid = v.money("decision.amount"), v.day("payment_due_on"), v.last_day("paid_on")
    rate = v.packs.limits.turning.late_fee_percent / 100
    allowed = late_fee(fine.value, (paid.value - due.value).days, rate)
    one_day = fine.value * rate
    name = (
        "over_principal" if fee.value > fine.value
        else "over_rate" if fee.value > allowed + one_day
        else "low" if fee.value < allowed and not v.has("F17", "F22")
        else "ok"
    )  # fmt: skip
    yield say(name, fee, fine, due, paid, fee=fee, fine=fine, allowed=allowed, overdue=(paid.value - due.value).days)


def late_fee(fine: Decimal, days: int, rate: Decimal = Decimal("0.03")) -> Decimal:
    """3 % of the fine for each day after the last day of payment, at most the fine (处罚法72条1款(一))."""
    return min(fine, fine * rate * max(days, 0))


@rule("R-X03", VETO, "penalty:68,69", general=FAIL, summary_over=FAIL)
def collection_on_the_spot_is_lawful(v: View) -> Answers:
    ticks = [
        f
        for f in v.facts("tick", "F14", "F15")
        if "当场缴" in str(f.value.get("label")) or "当场收缴" in str(f.value.get("label"))
    ]
    flag = v.maybe_word("payment.on_site")
    collected = (flag and flag.value in ("true", "是", "yes")) or any(f.value.get("ticked") for f in ticks)
    if not ticks and not flag:
        # A decision that sends the payer to a bank and speaks of no other way collects nothing on the spot.
        bank = v.find(r"(?:缴至|缴到|缴往|缴纳至|向|到)[^。;]{0,30}?(?:银行|信用社|代收机构|国库)", *v.of("F15", "F14"))
        if bank and not v.find(r"当场(?:收|缴)", *v.of("F15", "F14", "X-RECEIPT")):
            yield say("na", bank, reason="not-on-site")
            return
        raise Unread("absent", "payment.on_site", forms=("F15", "F14"))
    if not collected:
        yield say("na", reason="not-on-site")
        return
    if v.find(r"扫码|微信|支付宝|pos机|电子支付", *v.of("F14", "F15", "X-RECEIPT")):
        yield say("na", reason="electronic")
        return
    remote = v.find(r"边远|水上|交通不便|当事人(?:主动)?(?:提出|要求)", *v.of("F14", "F15", "F04"))
    amount = v.money("decision.amount", "F14", "F15")
    least = v.packs.limits.amounts["onsite_collection"].value
    if remote or (v.procedure == "summary" and amount.value <= least):
        yield say("ok", amount, remote, amount=amount, limit=least)
    elif v.procedure == "summary":
        reason = v.find(r"事后难以执行", *v.of("F14"))
        yield say(
            "ok" if reason else "summary_over", amount, *ticks, reason, sure=v.complete, amount=amount, limit=least
        )
    elif v.procedure == "general":
        yield say("general", amount, *ticks, flag, sure=v.complete, amount=amount)
    else:
        raise Unread("absent", "procedure")


@rule("R-X04", MINOR, "penalty:71,85", late=FAIL)
def money_collected_on_the_spot_is_handed_in(v: View) -> Answers:
    if not v.facts("collected_on"):
        yield say("na", reason="not-on-site")
        return
    collected, handed, banked = v.day("collected_on"), v.day("handed_on"), v.day("banked_on")
    limit, cal = v.limit("collector").count, v.packs.calendar
    first = cal.workdays_between(collected.value, handed.value)
    second = cal.workdays_between(handed.value, banked.value)
    days = cal.count(collected.value, banked.value)
    about: dict[str, Any] = {
        "collected": collected,
        "handed": handed,
        "banked": banked,
        "first": first,
        "second": second,
        "limit": limit,
    }
    yield say("late" if max(first, second) > limit else "ok", collected, handed, banked, days=days, **about)


@rule("R-X05", MAJOR, "penalty:70;fine_collection:8", none=FAIL, payer=WARN)
def receipt_of_the_fine_is_on_file(v: View) -> Answers:
    performed = v.find(r"(?:已|全部)(?:自动)?(?:履行|缴纳|执行完毕)|执行完毕|缴清|缴纳完毕", *v.of("F24"))
    if not v.has("X-RECEIPT"):
        if performed is None and not v.facts("paid_on"):
            raise Unread("absent", "paid_on")
        number = v.find(r"(?:电子票据|票据)(?:号码?|代码)", *v.papers)
        if number:
            yield say("ok", number)
        elif v.missing("X-RECEIPT"):
            yield say("none", performed, turn="paper")
        return
    party = v.maybe_word("party.name")
    payer = v.maybe_word("receipt.payer", "X-RECEIPT")
    differs = bool(party and payer and party.value != payer.value)
    yield say("payer" if differs else "ok", *v.of("X-RECEIPT"), payer, payer=payer or "", party=party or "")


@rule("R-X06", MAJOR, "penalty:66.2", unapproved=FAIL, no_request=WARN)
def deferral_is_asked_for_and_approved(v: View) -> Answers:
    if not (v.has("F17", "X-DELAY") or v.facts("deferral.until") or v.facts("deferral.approved_on")):
        yield say("na", reason="no-deferral")
        return
    approved = v.maybe_day("deferral.approved_on")
    if not v.has("F17") and approved is None:
        v.missing("F17")
        yield say("unapproved", *v.of("X-DELAY"), turn="paper")
    elif not v.has("X-DELAY") and not v.find(r"申请.{0,12}(?:分期|延期|暂缓)", *v.papers):
        yield say("no_request", *v.of("F17"), approved, turn="paper")
    else:
        yield say("ok", *v.of("F17", "X-DELAY"), approved)
