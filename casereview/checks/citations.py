"""Whether what is cited exists: act in force, article, paragraph and item, number before and after a revision: R-D13."""

from __future__ import annotations

import re
from datetime import date

from casereview.checks.law import number_of
from casereview.checks.ranges import cause_of
from casereview.checks.rules import FAIL, MAJOR, WARN, Answers, rule, say
from casereview.checks.values import Unread, is_weak
from casereview.checks.view import View
from casereview.dossier.model import Fact

_PARTS = (("paragraph", "款", "paragraphs"), ("item", "项", "items"))


@rule(
    "R-D13",
    MAJOR,
    "penalty:37,59.1",
    no_article=FAIL,
    not_in_force=FAIL,
    beyond=FAIL,
    renumbered=FAIL,
    no_such_part=FAIL,
    coarse=WARN,
)
def articles_are_cited_to_the_item_and_in_force(v: View) -> Answers:
    forms = ("F15", "F14")
    made = v.day("decision.made_on", *forms)
    acted = v.maybe_day("found_at") or v.maybe_day("violation_end_on") or v.maybe_day("filed_on")
    facts = [f for name in ("article.violated", "article.basis") for f in v.facts(name, *forms) if not is_weak(f)]
    if not facts:
        raise Unread("absent", "article.basis")
    known, sound = 0, True
    for fact in facts:
        text, number = str(fact.value.get("law", "")), number_of(fact.value.get("article", ""))
        law = v.packs.law_named(text)
        if number is None:
            sound = False
            yield say("no_article", fact, law=text)
        elif law is not None:
            known += 1
            for said in _cited(v, fact, law, number, acted.value if acted else made.value, made.value):
                sound = False
                yield said
    if sound and not known:
        raise Unread("no-data", "article.basis", seen=tuple(facts))
    if sound:
        yield say("ok", *facts, count=len(facts))


def _cited(v: View, fact: Fact, law: str, number: int, acted: date, made: date) -> Answers:
    """What is wrong with one citation; nothing of what the pack does not know."""
    pack = v.packs.laws[law]
    if not (pack.in_force(acted) or pack.in_force(made)):
        yield say("not_in_force", fact, law=pack.title, acted=acted, made=made, sure=pack.confirmed, turn="law")
        return
    lasts = [pack.last_article(day) for day in (acted, made)]
    if None not in lasts and number > (last := max(one for one in lasts if one is not None)):
        yield say("beyond", fact, law=pack.title, article=number, last=last, sure=pack.confirmed)
        return
    moved = v.packs.renumbered(law, number, date.min, min(acted, made))
    if fact.name == "article.basis" and moved is not None and re.search(moved.subject, cause_of(v) or "-"):
        yield say(
            "renumbered", fact, law=pack.title, old=number, new=moved.new or "-", since=moved.since,
            sure=moved.confirmed,
        )  # fmt: skip
        return
    yield from _parts(v, fact, law, number, acted, made)


def _parts(v: View, fact: Fact, law: str, number: int, acted: date, made: date) -> Answers:
    """Paragraph and item: there may be none of that number, or one has to be named."""
    title, shape = v.packs.laws[law].title, v.packs.shape_of(law, number, made)
    if shape is not None and shape == v.packs.shape_of(law, number, acted):
        for part, name, held in _PARTS:
            said, most = number_of(fact.value.get(part) or ""), int(getattr(shape, held))
            if said is not None and said > most:
                yield say(
                    "no_such_part", fact, law=title, article=number, part=name, said=said, most=most,
                    sure=shape.confirmed,
                )  # fmt: skip
                return
    rows = [row for row in v.packs.fines if (row.law, row.article) == (law, number) and row.covers(made)]
    for part, name, held in _PARTS:
        by_rows = bool(rows) and all(getattr(row, part) is not None for row in rows)
        by_shape = shape is not None and getattr(shape, held) > (1 if part == "paragraph" else 0)
        if (by_rows or by_shape) and not fact.value.get(part):
            yield say("coarse", fact, law=title, article=str(fact.value.get("article")), part=name)
