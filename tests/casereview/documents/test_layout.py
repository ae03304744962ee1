from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from casereview.documents import layout
from casereview.documents.model import Profile, Signature


def test_28_characters_and_22_lines_fill_the_type_area_and_no_more_would_fit() -> None:
    pitch = layout.SANHAO + layout.SPACING
    width = layout.body_width(Profile.OFFICIAL)
    assert layout.CHARACTERS * pitch <= width < (layout.CHARACTERS + 1) * pitch
    height = (297 - 37 - 35) * layout.MM
    assert layout.LINES * layout.LINE <= height < (layout.LINES + 1) * layout.LINE


def test_a_title_breaks_at_its_marks_into_even_lines() -> None:
    title = "晋中市交通运输局|关于2024年度|交通运输行政执法|案卷评查情况的|通报"
    assert layout.title_lines(title, 20) == ["晋中市交通运输局关于2024年度", "交通运输行政执法案卷评查情况的通报"]
    assert layout.title_lines("通报|短", 20) == ["通报短"]


@given(st.lists(st.text(alphabet="评查案卷通报", min_size=1, max_size=8), min_size=1, max_size=7))
def test_no_line_of_a_title_is_too_long_and_none_is_lost(words: list[str]) -> None:
    found = layout.title_lines("|".join(words), 10)
    assert "".join(found) == "".join(words)
    assert all(layout.units(line) <= 10 for line in found)


def test_a_sealed_date_ends_four_characters_from_the_right_with_the_name_centred_above() -> None:
    block = Signature("晋中市交通运输局", "2024年11月4日")
    name, day = layout.signature_places(block, 442, 16)
    long_day = layout.units(block.date) * 16
    assert day + long_day == 442 - 4 * 16
    assert name + 8 * 16 / 2 == day + long_day / 2


def test_the_issuer_of_the_red_head_stands_on_one_line() -> None:
    for name in ("晋中市交通运输局文件", "晋中市交通运输综合行政执法支队平遥县大队文件"):
        assert layout.units(name) * layout.issuer_size(name, 442) <= 442.001
