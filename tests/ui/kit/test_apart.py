from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casereview.dossier.model import Box, Page, Run, TextSource
from ui.kit.apart import apart


def a_page(*lines: str) -> Page:
    """Ten points a character, twenty a line."""
    runs = tuple(Run(line, Box(0, 20 * n, 10 * len(line), 20 * n + 10)) for n, line in enumerate(lines))
    return Page(1, 595, 842, TextSource.TEXT, runs)


def marked(page: Page, other: Page) -> list[str] | None:
    """The words over which boxes lie."""
    boxes = apart(page, [other])
    if boxes is None:
        return None
    return [page.runs[round(b.y0 / 20)].text[round(b.x0 / 10) : round(b.x1 / 10)] for b in boxes]


NOTICE = a_page("拟对当事人张三作出罚款3000元的行政处罚", "如要求听证，应于2024年3月5日前提出")


def test_a_single_changed_figure_is_marked_and_nothing_beside_it() -> None:
    decision = a_page("拟对当事人张三作出罚款13000元的行政处罚", "如要求听证，应于2024年3月6日前提出")
    assert marked(decision, NOTICE) == ["13000", "6"]
    assert marked(NOTICE, decision) == ["3000", "5"]


def test_where_lines_end_and_how_wide_letters_are_makes_no_difference() -> None:
    other = a_page("拟对当事人张三作出罚款３０００元", "的行政处罚如要求听证，", "应于2024年3月5日前 提 出")
    assert marked(other, NOTICE) == []
    assert marked(NOTICE, other) == []


def test_a_short_cell_that_differs_is_marked_and_one_that_is_there_is_not() -> None:
    form = a_page("当事人", "张三", "性别", "男", "车牌号")
    other = a_page("车牌号", "性别", "男", "当事人", "李四")
    assert marked(form, other) == ["张三"]


def test_two_papers_of_another_kind_are_not_painted_over() -> None:
    assert marked(a_page("送达回证由受送达人签名盖章"), NOTICE) is None


def test_a_page_without_text_has_nothing_to_mark() -> None:
    assert apart(Page(1, 595, 842, TextSource.NONE, ()), [NOTICE]) == []


def test_a_lone_comma_is_no_difference() -> None:
    assert marked(a_page("拟对当事人张三，作出罚款3000元的行政处罚"), NOTICE) == []


@given(st.lists(st.text("案卷评查，罚款3 ab（１", max_size=12), max_size=8))
def test_a_paper_differs_in_nothing_from_itself(lines: list[str]) -> None:
    page = a_page(*lines)
    assert apart(page, [page]) == []
