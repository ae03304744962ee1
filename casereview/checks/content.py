"""What notice and decision say: R-N10, R-N11, R-D03, R-D10, R-D11, R-D14, R-D18."""

from __future__ import annotations

import re
from datetime import date

from casereview.checks.law import number_of
from casereview.checks.rules import FAIL, MAJOR, MINOR, VETO, WARN, Answers, Said, rule, say
from casereview.checks.values import Known, Unread, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact, Paper
from casereview.text import fold

_KINDS = ("吊销", "没收违法所得", "没收非法财物", "责令停产停业", "暂扣许可证件", "通报批评", "行政拘留")
# Articles on leniency, discretion or procedure may differ between notice and decision.
_PROCEDURAL = {("penalty", number) for number in (28, 30, 31, 32, 33, 34, 44, 45, 57, 59, 61, 62, 63, 64, 66, 67, 72)}
Article = tuple[str, int]


def articles(v: View, name: str, form: str) -> dict[Article, Fact]:
    """Articles cited in the papers of one form, by act and number, with where they stand."""
    found: dict[Article, Fact] = {}
    for fact in v.facts(name, form):
        number = number_of(fact.value.get("article", ""))
        if not is_weak(fact) and number is not None:
            law = str(fact.value.get("law", ""))
            found[(v.packs.law_named(law) or fold(law), number)] = fact
    return found


def notice_and_decision_differ(v: View) -> list[Fact]:
    """Articles of the decision that the notice does not name; Unread when either names none."""
    added: list[Fact] = []
    for name in ("article.violated", "article.basis"):
        told, decided = articles(v, name, "F11"), articles(v, name, "F15")
        if not told or not decided:
            raise Unread("absent", name)
        added += [fact for article, fact in decided.items() if article not in told and article not in _PROCEDURAL]
    return added


@rule("R-N10", VETO, "penalty:44,45.2,62", heavier=FAIL, new_kind=FAIL)
def penalty_is_not_heavier_than_notified(v: View) -> Answers:
    v.only("general")
    v.need("F11")
    told, decided = v.money("notice.amount", v.of("F11")[-1].form), v.money("decision.amount", "F15")
    if decided.value > told.value:
        yield say("heavier", told, decided, told=told, decided=decided)
        return
    new = _new_kinds(v)
    if new:
        yield say("new_kind", decided, *v.of("F11"), kinds="、".join(new))
        return
    yield say("ok", told, decided, told=told, decided=decided)


def _new_kinds(v: View) -> list[str]:
    if not all(v.typed(paper) for paper in v.of("F11", "F15")):
        return []
    notice = "".join(v.text(paper) for paper in v.of("F11"))
    decision = "".join(re.findall(r"决定(?:给予|处以|作出)?.{0,120}", "".join(v.text(paper) for paper in v.of("F15"))))
    return [kind for kind in _KINDS if kind in decision and kind not in notice]


@rule("R-N11", MAJOR, "penalty:44,62", added=FAIL, procedural=WARN)
def notice_and_decision_rest_on_the_same_articles(v: View) -> Answers:
    v.only("general")
    v.need("F11")
    added = notice_and_decision_differ(v)
    if added:
        yield say("added", *added, *v.of("F11"), articles="、".join(_cited(fact) for fact in added))
    elif other := _leniency_differs(v):
        yield say("procedural", *other, *v.of("F11"), articles="、".join(_cited(fact) for fact in other))
    else:
        yield say("ok", *v.facts("article.violated", "F15"), *v.facts("article.basis", "F15"))


def _leniency_differs(v: View) -> list[Fact]:
    """Articles on leniency, discretion or procedure under which the decision puts the case and the notice does not."""
    told, decided = articles(v, "article.basis", "F11"), articles(v, "article.basis", "F15")
    return [fact for article, fact in decided.items() if article not in told and article in _PROCEDURAL]


def _cited(fact: Fact) -> str:
    law = str(fact.value.get("law", "")).strip("《》")
    return f"《{law}》{fact.value.get('article', '')}"


_SIX = {
    "party": r"当事人|被处罚人",
    "facts": r"(?:违法)?事实|查明|经查",
    "penalty": r"(?:决定|给予|处以).{0,40}(?:罚款|警告|没收|吊销|停业|处罚)",
    "basis": r"(?:依据|根据).{0,4}《",
    "performance": r"缴纳|缴至|缴款|履行",
    # “逾期不申请行政复议…” tells of no remedy.
    "remedy": r"(?<!不申请)(?<!未申请)(?<!不提起)(?<!未提起)行政复议",
    "issuer": r"\d{4}年\d{1,2}月\d{1,2}日|[二〇零一]{2,4}.{0,2}年.{1,3}月.{1,3}日",
}


@rule("R-D03", MAJOR, "penalty:59.1", incomplete=FAIL)
def decision_holds_the_six_items(v: View) -> Answers:
    paper = v.need("F15")[-1]
    fine = "罚款" in v.text(paper)
    lacking = [n for n, pattern in _SIX.items() if (fine or n != "performance") and v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, elements=lacking)
    else:
        yield say("ok", paper)


# Papers against which one may ask for reconsideration, with the fact that dates each.
_CONTESTED = {
    "F15": "decision.made_on", "F14": "decision.made_on", "F08": "measure.start_on", "F16": "correction.made_on",
}  # fmt: skip


@rule("R-D10", MAJOR, "review:24", department=FAIL, other_level=WARN)
def reconsideration_body_is_the_government(v: View) -> Answers:
    decisions = v.need("F15", "F14")
    for paper in (*decisions, *(p for p in v.of("F08", "F16") if v.in_paper("remedy.review_body", p))):
        made = v.day(_CONTESTED[paper.form], paper.form)
        if made.value < v.packs.limits.turning.review_act:
            yield say("na", reason="old-law")
        else:
            yield _body(v, paper, made)


def _body(v: View, paper: Paper, made: Known[date]) -> Said:
    """The body that one paper names."""
    facts = v.in_paper("remedy.review_body", paper)
    if not facts:
        raise Unread("absent", "remedy.review_body", forms=(paper.form,))
    body = v.agreed("remedy.review_body", facts, lambda value: fold(str(value)))
    if _names_a_department(body.value):
        return say("department", body, made, made=made, body=body)
    if "人民政府" not in body.value:
        raise Unread("unclear", "remedy.review_body", seen=body.facts)
    own = fold(getattr(getattr(v.unit, "unit", None), "government", "") or "")
    name = "ok" if not own or own in body.value or body.value in own else "other_level"
    return say(name, body, made, body=body, own=own)


def _names_a_department(body: str) -> bool:
    """Whether one of the bodies named is a department; the government's own office that takes applications is none."""
    named = re.split(r"或者?|、|和|及", re.sub(r"[(].*?[)]|行政复议机构.*", "", body))
    return any(
        re.search(r"(?:厅|局|委员会|委|总队|支队|大队|部)$", part) and "人民政府" not in part and "司法" not in part
        for part in named
    )


@rule("R-D11", MAJOR, "review:20;suit:46", three_months=FAIL, short=FAIL, missing=FAIL)
def remedy_terms_are_right(v: View) -> Answers:
    for paper in v.need("F15", "F08", "F16", "F14"):
        yield _spot_terms(v, paper) if paper.form == "F14" else _terms(v, paper)


def _spot_terms(v: View, paper: Paper) -> Said:
    """A penalty on the spot: since 2024 reconsideration comes first, so that its sixty days are all that is asked for."""
    if v.day("decision.made_on", "F14").value < v.packs.limits.turning.review_act:
        return _terms(v, paper)
    days, sixty = _read_term(v, "remedy.review_days", paper), v.limit("reconsideration").count
    if days:
        return say("ok" if number_of(days.value) == sixty else "short", days, paper=paper.title)
    lacking = v.element(r"六十日|60日", paper) is None
    return say("missing" if lacking else "ok", paper, sure=v.complete, elements=["review_days"], paper=paper.title)


def _terms(v: View, paper: Paper) -> Said:
    """One paper that may be contested: sixty days for reconsideration, six months for a suit."""
    suit, days = _read_term(v, "remedy.suit_months", paper), _read_term(v, "remedy.review_days", paper)
    months, sixty = v.limit("suit").count, v.limit("reconsideration").count
    if suit and number_of(suit.value) == 3:
        return say("three_months", suit, paper=paper.title)
    if (suit and number_of(suit.value) != months) or (days and number_of(days.value) != sixty):
        return say("short", suit, days, paper=paper.title)
    if suit and days:
        return say("ok", suit, days, paper=paper.title)
    lacking = [n for n, seen, text in (("review_days", days, r"六十日|60日"), ("suit_months", suit, r"(?:六|6)个月"))
               if not seen and v.element(text, paper) is None]  # fmt: skip
    return say("missing" if lacking else "ok", paper, sure=v.complete, elements=lacking, paper=paper.title)


def _read_term(v: View, name: str, paper: Paper) -> Known[str] | None:
    facts = v.in_paper(name, paper)
    return v.agreed(name, facts, lambda value: fold(str(value))) if facts else None


@rule("R-D14", MINOR, "penalty:28.1", none=WARN)
def correction_is_ordered(v: View) -> Answers:
    v.only("general")
    papers = v.need("F15")
    found = v.find(r"责令.{0,8}改正|(?:立即|限期).{0,4}改正|责令停止", *v.of("F15", "F16", "F04"))
    if found or v.has("F16"):
        yield say("ok", found, *v.of("F16"))
    elif all(v.typed(paper) for paper in papers):
        yield say("none", *papers, turn="ended")
    else:
        raise Unread("not-typed", "F15")


@rule("R-D18", MINOR, "penalty:28.2", silent=FAIL, other_cause=WARN)
def illegal_gains_are_dealt_with(v: View) -> Answers:
    papers = v.need("F15")
    cited = articles(v, "article.basis", "F15")
    if not cited:
        raise Unread("absent", "article.basis")
    by_gains = [
        fact for (law, number), fact in cited.items() if any(f.gains for f in v.packs.fines_of(law, number, None, None))
    ]
    found = v.find(r"(?:无|没有|未(?:查实|发现|获取|取得))?违法所得", *papers)
    if found:
        yield say("ok", found)
    elif not by_gains and not any(v.packs.fines_of(law, number, None, None) for law, number in cited):
        raise Unread("no-data", "article.basis", seen=tuple(cited.values()))
    elif not by_gains:
        named = v.find(r"违法所得[^。;]{0,12}\d[\d,.]*万?元", *v.of("F11", "X-REPORT", "X-DISC", "X-LEGAL"))
        yield say("other_cause", named, *papers) if named else say("na", reason="no-gains")
    elif all(v.typed(paper) for paper in papers):
        yield say("silent", *by_gains, sure=v.complete)
    else:
        raise Unread("not-typed", "F15")
