"""Case numbers, times, plates and sums as papers write them."""

from __future__ import annotations

import pytest

from casereview.dossier.facts import patterns


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("案号:苏0281交执罚〔2023〕0103号", "苏0281交执罚〔2023〕0103号"),
        ("株交处罚〔2025〕LK010号", "株交处罚〔2025〕LK010号"),
        ("湘攸交处罚〔2025〕092(非)号", "湘攸交处罚〔2025〕092(非)号"),
        ("京(XX)路政赔〔2020〕第00008号", "京(XX)路政赔〔2020〕第00008号"),
        ("本机关以晋中交罚〔2024〕15号决定", "晋中交罚〔2024〕15号"),
        ("行政处罚决定书晋交执罚〔2024〕001号", "晋交执罚〔2024〕001号"),
        ("晋交执罚[2024]001号", "晋交执罚[2024]001号"),
    ],
)
def test_a_case_number_is_read_without_the_words_before_it(text: str, number: str) -> None:
    assert [(hit.value, hit.confidence) for hit in patterns.case_numbers(text)] == [(number, 1.0)]


def test_a_number_that_lost_a_bracket_is_read_and_doubted() -> None:
    (hit,) = patterns.case_numbers("株交处罚〔2025LK009号")
    assert hit.value == "株交处罚〔2025LK009号" and hit.confidence < 0.8


@pytest.mark.parametrize("text", ["罚款2024年3号", "2023年2月13日第12号", "粤高速2020号"])
def test_a_year_and_a_number_are_no_case_number(text: str) -> None:
    assert list(patterns.case_numbers(text)) == []


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2023年2月20日10时05分至2月20日10时48分", "2023-02-20T10:05", "2023-02-20T10:48"),
        ("2023年2月24日14时00分至24日14时20分", "2023-02-24T14:00", "2023-02-24T14:20"),
        ("2024年3月28日10时30分至11时05分", "2024-03-28T10:30", "2024-03-28T11:05"),
        ("2024年3月28日23时50分至2024年3月29日0时20分", "2024-03-28T23:50", "2024-03-29T00:20"),
        ("2024.3.28 10:30-11:05", "2024-03-28T10:30", "2024-03-28T11:05"),
        ("2024年3月1日至2024年3月30日", "2024-03-01", "2024-03-30"),
        ("2024年3月1日至30日", "2024-03-01", "2024-03-30"),
    ],
)
def test_the_second_half_of_a_time_range_takes_what_it_leaves_out_from_the_first(
    text: str, start: str, end: str
) -> None:
    first, second = patterns.time_range(text, 0, len(text))
    assert first and second
    assert (first.value, second.value) == (start, end)


def test_blank_hours_are_no_time() -> None:
    text = "2023年2月20日时分到2023年2月20日时分"
    first, second = patterns.time_range(text, 0, len(text))
    assert first and second and (first.value, second.value) == ("2023-02-20", "2023-02-20")
    assert patterns.time_range("年月日时分至时分", 0, 8) == (None, None)


@pytest.mark.parametrize("plate", ["苏B00T17", "晋K·T0001", "晋KD12345", "京A1234学", "晋K1234挂"])
def test_plates(plate: str) -> None:
    assert patterns.PLATE.search(f"驾驶{plate}重型货车")


@pytest.mark.parametrize("text", ["S229江阴段K21+300处", "京A12", "晋Kabcde", "320299198106132516"])
def test_what_is_no_plate(text: str) -> None:
    assert patterns.PLATE.search(text) is None
