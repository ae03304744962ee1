from __future__ import annotations

from pathlib import Path

import pytest

from casereview.notices import actions, wording
from casereview.notices.typography import full_width
from casereview.notices.wording import MissingWording, UnknownPlace, Wording


@pytest.mark.parametrize("kind", [kind for kind in actions.KINDS if kind != "tables"])
def test_every_notice_has_its_wording_file_in_chinese_punctuation(kind: str) -> None:
    shipped = wording.load(kind)
    for key, texts in shipped.texts.items():
        for text in texts if isinstance(texts, list) else [texts]:
            if isinstance(text, str):
                assert full_width(text) == text, key


def test_a_place_that_nothing_fills_is_named_with_those_that_are_known() -> None:
    said = Wording("circular", {"a": "{unit}共{dossier}卷"})
    with pytest.raises(UnknownPlace) as caught:
        said.say("a", unit="祁县", dossiers=3)
    assert caught.value.parameters == {"kind": "circular", "key": "a", "place": "dossier", "known": "unit、dossiers"}


@pytest.mark.parametrize("text", ["{", "{}", "}", "{0}", "{unit!x}"])
def test_broken_braces_are_a_problem_of_the_wording_and_not_of_the_program(text: str) -> None:
    with pytest.raises(UnknownPlace):
        Wording("circular", {"a": text}).say("a", unit="祁县")


def test_a_missing_text_is_named() -> None:
    with pytest.raises(MissingWording):
        Wording("circular", {}).say("a")


def test_the_editor_is_told_the_places_of_a_text() -> None:
    assert Wording("x", {"a": ["{unit}", "{year}年"]}).places("a") == {"unit", "year"}


def test_an_edited_folder_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "common.toml").write_text('office = "办公室"', "utf-8")
    (tmp_path / "circular.toml").write_text('[lead]\ntext = "改"', "utf-8")
    assert wording.load("circular", tmp_path).texts == {"office": "办公室", "lead.text": "改"}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("主体,程序;证据:齐全", "主体，程序；证据：齐全"),
        ("评查表(普通程序)", "评查表（普通程序）"),
        ("处罚法16、17、22条(2021)", "处罚法16、17、22条（2021）"),
        ("10:48至11:20，1,000元", "10:48至11:20，1,000元"),
        ("R-S01(late), x", "R-S01(late), x"),
    ],
)
def test_punctuation_beside_chinese_is_set_in_chinese(typed: str, printed: str) -> None:
    assert full_width(typed) == printed
