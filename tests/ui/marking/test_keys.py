from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.marking.keys import KEYS, NAMES, REST, Command, State, press

CODES = ("1-1", "1-2", "2-1", "2-10", "2-11", "3-1", "12-1")


def typed(*keys: str, codes: tuple[str, ...] = CODES) -> list[Command]:
    state, found = REST, []
    for key in keys:
        state, command = press(state, key, codes)
        if command:
            found.append(command)
    return found


def test_a_typed_code_goes_there_without_enter() -> None:
    assert typed("2", "-", "1") == [Command("go_item", "2-1")]


def test_a_longer_code_goes_on_from_the_shorter() -> None:
    assert typed("2", "-", "1", "0") == [Command("go_item", "2-1"), Command("go_item", "2-10")]


def test_the_next_code_needs_nothing_between() -> None:
    assert typed("2", "-", "1", "3", "-", "1")[-1] == Command("go_item", "3-1")
    assert typed("2", "-", "1", "1", "-", "2")[-1] == Command("go_item", "1-2")


def test_a_section_with_two_digits_is_reached() -> None:
    assert typed("1", "2", "-", "1") == [Command("go_item", "12-1")]


def test_a_letter_ends_a_half_typed_code() -> None:
    assert typed("2", "-", "j", "1") == [Command("next_item")]


def test_minus_alone_makes_the_page_smaller() -> None:
    assert typed("-") == [Command("zoom_out")]


def test_g_and_a_digit_jump_and_g_and_anything_else_does_nothing() -> None:
    assert typed("g", "1") == [Command("jump", "1")]
    assert typed("g", "x", "j") == [Command("next_item")]


@pytest.mark.parametrize(("key", "name"), sorted(KEYS.items()))
def test_every_key_means_one_thing(key: str, name: str) -> None:
    assert press(REST, key, CODES) == (REST, Command(name))


@given(st.lists(st.sampled_from([*KEYS, *"0123456789", "g", "é", "F5"]), max_size=40))
def test_no_sequence_of_keys_leads_to_an_unknown_item_or_an_unknown_name(keys: list[str]) -> None:
    state = State()
    for key in keys:
        state, command = press(state, key, CODES)
        assert command is None or command.name in NAMES
        assert command is None or command.name != "go_item" or command.argument in CODES
        assert state.typed == "" or any(code.startswith(state.typed) for code in CODES)
