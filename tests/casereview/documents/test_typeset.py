from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.documents import typeset
from casereview.documents.fonts import Face
from casereview.documents.layout import Style

PLAIN = Style(Face.FANGSONG, 16, 29, "both")
HANGING = Style(Face.FANGSONG, 16, 29, "both", hang=True)
WIDTH = 160.0  # ten characters


def lines(text: str, style: Style = PLAIN, width: float = WIDTH) -> list[str]:
    return [line.text for line in typeset.broken([(style.face, text)], style, width)]


def test_a_line_holds_as_many_characters_as_fit() -> None:
    assert lines("一二三四五六七八九十甲乙") == ["一二三四五六七八九十", "甲乙"]


def test_a_mark_that_would_start_a_line_takes_a_character_with_it() -> None:
    assert lines("一二三四五六七八九十，甲") == ["一二三四五六七八九十，", "甲"] or lines(
        "一二三四五六七八九十，甲"
    ) == ["一二三四五六七八九", "十，甲"]


def test_in_body_text_one_mark_hangs() -> None:
    assert lines("一二三四五六七八九十，甲", HANGING) == ["一二三四五六七八九十，", "甲"]


def test_in_a_cell_nothing_but_the_empty_half_of_a_mark_stands_out() -> None:
    assert lines("一二三四五六七八九十，甲") == ["一二三四五六七八九", "十，甲"]
    assert lines("一二三四五六七八九1，甲", PLAIN) == ["一二三四五六七八九1，", "甲"]


def test_numbers_dates_and_dashes_stay_whole() -> None:
    assert lines("一二三四五六七八2024年甲") == ["一二三四五六七八", "2024年甲"]
    assert lines("一二三四五六七八九——甲") == ["一二三四五六七八", "九——甲"]
    assert lines("晋交执罚晋交〔2024〕101号") == ["晋交执罚晋交", "〔2024〕101号"]


def test_a_word_longer_than_a_line_breaks_anywhere() -> None:
    assert "".join(lines("A" * 60)) == "A" * 60
    assert len(lines("A" * 60)) > 2


def test_a_line_feed_ends_a_line() -> None:
    assert lines("甲\n乙\n\n丙") == ["甲", "乙", "", "丙"]


CHINESE = st.text(alphabet="一二三评查案卷，。；：！？）》”（《“—…、12aB %〔〕·", min_size=1, max_size=120)


@settings(deadline=None)  # the first example reads the fonts
@given(CHINESE)
def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one(text: str) -> None:
    found = lines(text, PLAIN, 300)
    if (
        max(map(len, "".join(c if c in typeset.NO_START | typeset.NO_END else " " for c in text).split()), default=0)
        > 6
    ):
        return  # a chain of marks longer than a line has no place to break
    for line in found[1:]:
        assert line[:1] not in typeset.NO_START
    for line in found[:-1]:
        assert line[-1:] not in typeset.NO_END


@settings(deadline=None)  # the first example reads the fonts
@given(CHINESE, st.sampled_from([PLAIN, HANGING]), st.floats(40, 500))
def test_nothing_is_lost_and_no_line_is_wider_than_it_may_be(text: str, style: Style, width: float) -> None:
    found = typeset.broken([(style.face, text)], style, width)
    assert "".join(line.text for line in found).replace(" ", "") == text.replace(" ", "")
    for line in found:
        marks = len(line.text) - len(line.text.rstrip("".join(typeset.NO_START)))
        assert line.width <= width + style.size * max(1, marks)
