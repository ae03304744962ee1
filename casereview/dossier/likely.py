"""Which paper probably begins on a page: for a person who splits a scan and wants the right name on top. A proposal, nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from casereview.dossier import catalogue, titles
from casereview.dossier.forms import CATALOGUE, OTHER, Form, FormPack, shipped
from casereview.dossier.model import Paper, Reading
from casereview.dossier.pageview import PageView, page_views

_STAGES = ("filing", "evidence", "notice", "review", "decision", "service", "enforcement", "closing", "archive")
_FRONT = ("X-COVER", CATALOGUE)
_HEAD_ROWS = 9  # rows from the top among which a title stands
_NEXT = 3  # papers that every general case has, proposed before the rest


def likely_forms(reading: Reading, page: int, forms: FormPack | None = None) -> tuple[Form, ...]:
    """All forms, the likeliest first: what the page, the catalogue or the file says, then what usually comes next."""
    pack = forms or shipped()
    ordered = [*_said(reading, page, pack), *_following(reading.papers, page, pack), *_usual(pack)]
    return tuple(dict.fromkeys(ordered))


def _said(reading: Reading, page: int, pack: FormPack) -> Iterator[Form]:
    """What begins there already, then what the words on the page, the catalogue and the file's name say."""
    own = next((paper for paper in reading.papers if paper.pages and paper.pages[0] == page), None)
    if own is not None and own.form != OTHER:
        yield pack.get(own.form)
    views = page_views(reading.members)
    view = views[page - 1]
    for row in view.rows[:_HEAD_ROWS]:
        titled = titles.title_of(row.text, pack)
        if titled is not None:
            yield titled.form
    yield from _listed(reading, views, page, pack)
    if view.page.number == 1:
        name = next(member.name for member in reading.members if member.sha256 == view.file)
        named = titles.mentioned(re.sub(r"\.\w{2,5}$", "", name.replace("\\", "/").rsplit("/", 1)[-1]), pack)
        if named is not None:
            yield named


def _listed(reading: Reading, views: Sequence[PageView], page: int, pack: FormPack) -> Iterator[Form]:
    own = {number for paper in reading.papers if paper.form == CATALOGUE for number in paper.pages}
    rows = catalogue.entries([view for view in views if view.number in own], pack) if own else []
    titled = {paper.pages[0]: paper.form for paper in reading.papers if paper.pages}
    row = catalogue.starts(rows, titled, len(views)).get(page)
    if row is not None and row.form:
        yield pack.get(row.form)


def _following(papers: Iterable[Paper], page: int, pack: FormPack) -> Iterator[Form]:
    """What a general case must have next, the paper before once more (a second 询问笔录), and what usually comes after it."""
    before = [paper.form for paper in papers if paper.pages and paper.pages[0] < page]
    usual = _usual(pack)
    last = next((form for form in reversed(before) if form != OTHER), "")
    at = next((k for k, form in enumerate(usual) if form.code == last), -1)
    must = [form for form in pack.required("general") if form.code not in before]
    yield from sorted((form for form in must if usual.index(form) > at), key=usual.index)[:_NEXT]
    if last:
        yield pack.get(last)
    yield from usual[at + 1 :]


def _usual(pack: FormPack) -> list[Form]:
    """The order in which a dossier holds its papers: cover and catalogue, then stage by stage."""
    return sorted(pack.form, key=lambda form: (form.code not in _FRONT, _FRONT.index(form.code) if form.code in _FRONT else 0,
                                               _STAGES.index(form.stage)))  # fmt: skip
