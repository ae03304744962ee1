from __future__ import annotations

import pytest

from ui.kit.palette import matches
from ui.kit.pinyin import initials


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("案卷评查", "ajpc"),
        ("行政处罚决定书", "xzcfjds"),
        ("晋中 2024", "jz 2024"),
        ("送达回证", "sdhz"),
        ("A-1", "a-1"),
    ],
)
def test_common_characters_give_the_first_letter_of_their_pinyin(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_a_title_is_found_by_words_by_initials_and_by_full_width_digits() -> None:
    assert matches("评查", "封存评查表")
    assert matches("fcpc", "封存评查表")
    assert matches("２０２４", "晋中 2024 年")
    assert not matches("xyz", "封存评查表")
