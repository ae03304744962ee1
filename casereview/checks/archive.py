"""Closing and archiving: R-A01 to R-A03, R-A05 to R-A07, R-A09, R-A10."""

from __future__ import annotations

from bisect import bisect_right

from casereview.checks.calendar import count_days
from casereview.checks.decision import case_core
from casereview.checks.forms import CATALOGUE_WORDS
from casereview.checks.rules import FAIL, MINOR, WARN, Answers, rule, say
from casereview.checks.values import Unread, is_weak
from casereview.checks.view import View

# Papers on measures, samples and registration stand where they happened and are left out.
# Customs of binding: by time, with review before the notice or after the hearing, and the decision in front (结论在前).
_ORDERS = (
    "X-COVER X-CATALOG F01 X-SRC X-INSPECT F04 F03 F02 X-ID X-DOC X-PHOTO X-REPORT "
    "X-LEGAL X-DISC F11 X-STATE X-WAIVER F12 F13 X-HREPORT X-PAPPR F15 F14 X-RECEIPT F17 F19 X-COURT F24 X-PUB X-AV X-BK",
    "X-COVER X-CATALOG F01 X-SRC X-INSPECT F04 F03 F02 X-ID X-DOC X-PHOTO X-REPORT "
    "F11 X-STATE X-WAIVER F12 F13 X-HREPORT X-LEGAL X-DISC X-PAPPR F15 F14 X-RECEIPT F17 F19 X-COURT F24 X-PUB X-AV X-BK",
    "X-COVER X-CATALOG F15 F14 F01 X-SRC X-INSPECT F04 F03 F02 X-ID X-DOC X-PHOTO "
    "X-REPORT X-LEGAL X-DISC F11 X-STATE X-WAIVER F12 F13 X-HREPORT X-PAPPR X-RECEIPT F17 F19 X-COURT F24 X-PUB X-AV X-BK",
)
_MAY_BE_OUT_OF_ORDER = 1
_PERFORMED = r"执行完毕|履行完毕|缴纳完毕|已(?:自动|全部)?(?:履行|缴纳|执行)"


@rule("R-A01", MINOR, "procedure:114", before_payment=FAIL, unapproved=WARN)
def closing_follows_performance(v: View) -> Answers:
    papers = v.need("F24")
    closed = v.maybe_day("closed_on")
    if closed is None:
        if v.typed(papers[0]) and v.find(r"审批意见.{0,60}年月日", papers[0]):
            yield say("unapproved", papers[0], turn="ink")
            return
        v.day("closed_on")
        return
    paid = v.days("paid_on")
    performed = v.find(_PERFORMED, *papers)
    if performed and paid and closed.value < paid[-1].value:
        yield say("before_payment", closed, paid[-1], performed, closed=closed, paid=paid[-1])
    else:
        yield say("ok", closed, *paid[-1:], closed=closed)


@rule("R-A02", MINOR, "archives:14", late=FAIL, slow=WARN)
def dossier_is_archived_in_time(v: View) -> Answers:
    limit, figure = v.figure_number("archive_days"), v.figure("archive_days")
    closed, archived = v.day("closed_on"), v.day("archived_on")
    used = (archived.value - closed.value).days
    name = "ok" if used <= limit else "late" if figure.confirmed else "slow"
    days = count_days(closed.value, archived.value) if 0 <= used < 400 else ()
    yield say(
        name,
        closed,
        archived,
        days=days,
        turn="region" if name == "slow" else "",
        closed=closed,
        archived=archived,
        used=used,
        limit=limit,
    )


@rule("R-A03", MINOR, "practice:", listed_missing=FAIL, unlisted=WARN, none=WARN)
def catalogue_matches_the_papers(v: View) -> Answers:
    if v.procedure != "summary" and v.missing("X-CATALOG"):
        yield say("none", turn="paper")
        return
    # Summary cases are often bound together, with one catalogue for all.
    catalogues = v.need("X-CATALOG")
    if not all(v.typed(paper) for paper in catalogues):
        raise Unread("not-typed", "X-CATALOG")
    lists = {form: found for form, words in CATALOGUE_WORDS.items() if (found := v.find(words, *catalogues))}
    if not lists:
        raise Unread("unclear", "X-CATALOG")
    # A wider title word may stand inside another paper's title: only forms with titles of their own are compared.
    missing = [form for form in lists if form in _OWN_TITLES and not v.has(form)]
    unlisted = [p for p in v.papers if p.form in _OWN_TITLES and p.form not in lists]
    if missing and not v.unplaced_pages:
        yield say("listed_missing", *(lists[form] for form in missing), forms=missing, sure=v.complete, turn="paper")
    if unlisted:
        yield say("unlisted", *unlisted, forms=sorted({paper.form for paper in unlisted}))
    if missing and v.unplaced_pages:
        raise v.lacks(*missing)
    if not missing and not unlisted:
        yield say("ok", *catalogues, count=len(lists))


_OWN_TITLES = frozenset(
    (
        "F01",
        "F02",
        "F03",
        "F06",
        "F08",
        "F10",
        "F11",
        "F12",
        "F13",
        "F14",
        "F15",
        "F19",
        "F24",
        "X-ADDR",
        "X-LEGAL",
        "X-DISC",
    )
)


@rule("R-A05", MINOR, "practice:", none=FAIL, incomplete=FAIL, unsigned=WARN)
def remarks_sheet_is_complete(v: View) -> Answers:
    if v.missing("X-BK"):
        # Summary cases are often bound together, with one cover and one sheet for all.
        yield say("none", sure=v.procedure != "summary", turn="paper")
        return
    paper = v.of("X-BK")[0]
    wanted = {"binder": r"立卷人", "checker": r"检查人", "date": r"年|日期"}
    lacking = [name for name, pattern in wanted.items() if v.element(pattern, paper) is None]
    if lacking:
        yield say("incomplete", paper, sure=v.complete, elements=lacking)
    elif v.typed(paper) and not v.in_paper("cover.checked_by", paper):
        # Where the binder's name is typed, an empty place for the checker is empty; else both may be signed by hand.
        binder = v.in_paper("cover.filed_by", paper)
        name = "incomplete" if binder else "unsigned"
        yield say(name, paper, *binder, sure=v.complete, elements=["checker"], turn="ink")
    else:
        yield say("ok", paper)


@rule("R-A06", MINOR, "practice:", incomplete=WARN, differs=WARN, none=FAIL)
def cover_is_complete(v: View) -> Answers:
    if v.missing("X-COVER"):
        yield say("none", sure=v.procedure != "summary", turn="paper")
        return
    paper = v.of("X-COVER")[0]
    wanted = {"case_no": r"案号|〔\d{4}〕", "cause": r"案由|题名|标题|名称", "party": r"当事人", "body": r"机关|局|队", "result": r"处理结果|结果",
              "dates": r"立案|结案|日期", "binder": r"立卷人", "retention": r"保管期限|永久|长期|(?<!\d)[1-9]0年"}  # fmt: skip
    lacking = [name for name, pattern in wanted.items() if v.element(pattern, paper) is None]
    party = [fact for fact in v.facts("party.name", "X-COVER") if not is_weak(fact)]
    decision = [fact for fact in v.facts("party.name", "F15", "F14") if not is_weak(fact)]
    if lacking:
        yield say("incomplete", paper, elements=lacking)
    elif party and decision and str(party[0].value) != str(decision[0].value):
        yield say("differs", party[0], decision[0], cover=str(party[0].value), decision=str(decision[0].value))
    else:
        yield say("ok", paper)


@rule("R-A07", MINOR, "practice:", several=FAIL, perhaps=WARN)
def one_case_one_volume(v: View) -> Answers:
    facts = [f for f in v.facts("case_no", "F01", "F15", "F24", "X-COVER") if not is_weak(f)]
    # Where each kind of paper bears a number of its own, only numbers of one series are compared.
    series = [str(f.value).partition("〔")[0] for f in facts]
    facts = [f for f, word in zip(facts, series) if word == series[0]]
    cores = {core: fact for fact in facts if (core := case_core(str(fact.value)))}
    if not cores:
        raise Unread("absent", "case_no")
    numbers = "、".join(sorted(str(fact.value) for fact in cores.values()))
    filings = {case_core(str(f.value)) for f in facts if v.form_of(f) == "F01"}
    if len(cores) == 1:
        yield say("ok", *cores.values(), numbers=numbers)
    elif len(filings) > 1:
        yield say("several", *cores.values(), numbers=numbers)
    elif v.packs.region.one_number_per_case == "no":
        raise Unread("numbering", "case_no")
    else:
        yield say("perhaps", *cores.values(), numbers=numbers, turn="region")


@rule("R-A09", MINOR, "practice:", disorder=WARN)
def papers_stand_in_order(v: View) -> Answers:
    if len(v.papers) < 3:
        raise Unread("no-paper", "X-CATALOG")
    best = max((_in_order(v, order.split()) for order in _ORDERS), key=lambda found: found[0] - found[1])
    kept, all_ = best
    yield say("ok" if all_ - kept <= _MAY_BE_OUT_OF_ORDER else "disorder", *v.papers[:1], moved=all_ - kept, count=all_)


def _in_order(v: View, order: list[str]) -> tuple[int, int]:
    """Papers in the longest rising run of the order, and all papers the order knows. Receipts follow what they serve."""
    places = [order.index(paper.form) for paper in v.papers if paper.form in order]
    rising: list[int] = []
    for place in places:
        at = bisect_right(rising, place)
        rising[at : at + 1] = [place]
    return len(rising), len(places)


@rule("R-A10", MINOR, "penalty:47;three_systems:", none=FAIL, bare=WARN)
def recordings_are_indexed(v: View) -> Answers:
    used = v.facts("av.start") or v.find(
        r"执法记录仪|同步录音录像|全程(?:录音|录像)|视听资料", *(p for p in v.papers if p.form != "X-AV")
    )
    if not used and not v.has("X-AV"):
        if v.complete:
            yield say("na", reason="no-recording")
            return
        raise v.lacks("X-AV")
    if v.missing("X-AV"):
        yield say("none", turn="paper")
        return
    carrier = v.find(r"光盘|u盘|硬盘|服务器|存储(?:介质|载体|位置)|编号", *v.of("X-AV"))
    yield say("ok" if carrier else "bare", *v.of("X-AV"), carrier)
