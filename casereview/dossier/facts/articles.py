"""Citations of law: 《…》第六十三条第一款第(二)项, each as law, article, paragraph and item, and what it is cited for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from casereview.dossier.facts import numerals
from casereview.dossier.facts.found import Found
from casereview.dossier.facts.stream import Stream
from casereview.dossier.model import Paper

_N = r"[零〇一二三四五六七八九十百\d]+"
_LAW = re.compile(r"《(?P<law>[^《》]{2,60})》(?:\([^()]{1,40}\))?")
_PART = re.compile(
    rf"(?:第(?P<article>{_N})条(?:之(?P<of>[一二三四五六]))?)?"
    rf"(?:第?(?P<paragraph>[一二三四五六七八九十\d]+)款)?"
    rf"(?:第?(?P<item>\(?[一二三四五六七八九十\d]+\)?)项)?"
    rf"(?:第?(?P<point>\d+)目)?"
)
_BETWEEN = re.compile(r"(?:、|,|，|和|及|以及|或者?|与|之规定和)?(?=第?\(?[一二三四五六七八九十零〇百\d]+\)?[条款项])")
_VERB = re.compile(r"违反|依据|根据|按照|依照|参照|适用")
_PENALTY = re.compile(r"给予|决定|拟作出|拟给予|罚款|处罚|处以|建议|没收|警告|吊销")
_PENALTY_ACT = re.compile(r"行政处罚法|行政强制法|行政复议法|行政诉讼法|程序规定")
_LENIENCY = re.compile(r"从轻|减轻|不予(?:行政)?处罚|从重")
_BY_PURPOSE = frozenset(("F11", "F14", "F15", "X-REPORT", "X-LEGAL", "X-DISC", "X-NOPEN", "X-PAPPR"))


def read(stream: Stream, paper: Paper) -> list[Found]:
    """Every article cited: `article.violated`, `article.basis`, `article.measure` or `article.cited`."""
    text = stream.text
    out: list[Found] = []
    for law in _LAW.finditer(text):
        parts = list(_parts(text, law)) or _law_alone(text, law, paper)
        if parts:
            name = _purpose(text, law.start(), parts[-1][1], law["law"], paper.form)
            out += [Found(name, value, start, end, 0.95) for start, end, value in parts]
    return out


def _law_alone(text: str, law: re.Match[str], paper: Paper) -> list[tuple[int, int, dict[str, str]]]:
    """A decision that names the law and no article says so little; what else is only named is no citation."""
    purpose = _purpose(text, law.start(), law.end(), law["law"], paper.form)
    follows = re.compile(r"(?:的|之)?(?:有关|相关)?规定").match(text, law.end())
    if purpose in ("article.violated", "article.basis", "article.measure") and follows:
        return [(law.start(), law.end(), {"law": law["law"], "article": "", "paragraph": "", "item": ""})]
    return []


def _parts(text: str, law: re.Match[str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """第三条、第六条 and 第六十三条第(一)项、第(二)项: what a part leaves out it takes from the one before."""
    at, begin = law.end(), law.start()
    article = paragraph = ""
    while True:
        match = _PART.match(text, at)
        if match is None or not any(match.group("article", "paragraph", "item")):
            return
        if match["article"]:
            article, paragraph = _no(match["article"]) + (f"-{_no(match['of'])}" if match["of"] else ""), ""
        paragraph = _no(match["paragraph"]) if match["paragraph"] else paragraph
        if not article:
            return
        item = _no(match["item"].strip("()")) if match["item"] else ""
        yield begin, match.end(), {"law": law["law"], "article": article, "paragraph": paragraph, "item": item}
        between = _BETWEEN.match(text, match.end())
        if between is None or between.end() == match.end():
            return
        at = begin = between.end()


def _no(words: str) -> str:
    value = numerals.number(words)
    return str(value) if value is not None else words


def _purpose(text: str, start: int, end: int, law: str, form: str) -> str:
    """What the sentence cites the article for: the nearest verb before it, and what follows it."""
    sentence = max(text.rfind("。", 0, start), text.rfind(";", 0, start), text.rfind("；", 0, start)) + 1
    verbs = list(_VERB.finditer(text, max(sentence, start - 160), start))
    verb = verbs[-1][0] if verbs else ""
    if verb == "违反":
        return "article.violated"
    after = text[end : end + 60].split("。")[0]
    if form in ("F08", "F10", "F09") and verb:
        return "article.measure"
    if form not in _BY_PURPOSE or not verb or not _PENALTY.search(after):
        return "article.cited"
    if _PENALTY_ACT.search(law) and not _LENIENCY.search(after):
        return "article.cited"
    return "article.basis"
