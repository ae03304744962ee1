"""Check digits: a number with its own digit is right, with any other it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.dossier.facts import ids

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(
    st.from_regex(r"[1-9][0-9]{5}", fullmatch=True), st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.integers(0, 999)
)
def test_a_citizens_number_is_right_with_its_own_digit_only(area: str, born: date, order: int) -> None:
    first = f"{area}{born:%Y%m%d}{order:03}"
    right = ids.id_check_digit(first)
    assert [d for d in "0123456789X" if ids.is_id_no(first + d)] == [right]
    assert ids.is_id_no((first + right).lower())


@given(st.text(_ALPHABET, min_size=17, max_size=17))
def test_a_credit_code_is_right_with_its_own_digit_only(first: str) -> None:
    assert [c for c in _ALPHABET if ids.is_uscc(first + c)] == [ids.uscc_check_digit(first)]


@given(st.text(_ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(_ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_noticed(first: str, at: int, other: str) -> None:
    changed = first[:at] + other + first[at + 1 :]
    assert (changed == first) == ids.is_uscc(changed + ids.uscc_check_digit(first))


@pytest.mark.parametrize("number", ["11010519491231002X", "140702199003070016"])
def test_known_citizens_numbers(number: str) -> None:
    assert ids.is_id_no(number)


@pytest.mark.parametrize("number", ["91350100M000100Y43", "91140700MA0TEXT01R"])
def test_known_credit_codes(number: str) -> None:
    assert ids.is_uscc(number)


@pytest.mark.parametrize(
    "number", ["", "11010519491331002X", "123", "1101051949123100", "１１０１０５１９４９１２３１００２X"]
)
def test_what_is_no_citizens_number(number: str) -> None:
    assert not ids.is_id_no(number)


@pytest.mark.parametrize("code", ["", "9135010OM000100Y43", "91350100M000100Y4", "91350100M000100Y44"])
def test_what_is_no_credit_code(code: str) -> None:
    assert not ids.is_uscc(code)
