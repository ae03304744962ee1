"""What a recogniser saw becomes lines: by height and cell, with spaces, ticks and strokes as they stand on the page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casereview.dossier.readers import ocr_lines, ocr_ticks
from casereview.dossier.readers.ocr_pieces import Piece


@dataclass(frozen=True)
class Cell:
    x0: float
    y0: float
    x1: float
    y1: float
    at: tuple[int, int, int]


@dataclass(frozen=True)
class Square:
    x0: float
    y0: float
    x1: float
    y1: float
    ticked: bool | None


def piece(text: str, x: float, y: float, score: float = 0.99) -> Piece:
    """Letters of 40 by 40 pixels, their places known."""
    edges = tuple(x + 40 * number for number in range(len(text) + 1))
    return Piece(text, x, y, x + 40 * len(text), y + 40, score, edges)


def texts(pieces: list[Piece]) -> list[str]:
    return [one.text for one in pieces]


def test_what_is_filled_in_behind_a_label_is_one_line_with_it_and_columns_stay_apart() -> None:
    seen = [piece("当事人", 400, 302), piece("被询问人：", 100, 300), piece("规格", 100, 500), piece("数量", 400, 500)]
    out = ocr_lines.arranged(seen)
    assert texts(out) == ["被询问人： 当事人", "规格", "数量"]
    assert len(out[0].edges) == len(out[0].text) + 1
    assert (out[0].x0, out[0].x1) == (100, 520)


def test_a_table_is_read_cell_by_cell_where_it_stands() -> None:
    cells = [Cell(100, 100, 300, 300, (1, 1, 1)), Cell(300, 100, 700, 300, (1, 1, 2))]
    seen = [
        piece("标题", 300, 20), piece("住", 120, 120), piece("址", 120, 200), piece("山西省晋中市", 310, 110),
        piece("榆次区", 310, 210), piece("落款", 500, 400),
    ]  # fmt: skip
    out = ocr_lines.arranged(seen, cells)
    assert texts(out) == ["标题", "住", "址", "山西省晋中市", "榆次区", "落款"]
    assert [one.cell for one in out] == [None, (1, 1, 1), (1, 1, 1), (1, 1, 2), (1, 1, 2), None]


def test_a_line_read_across_a_rule_is_cut_at_it() -> None:
    cells = [Cell(100, 100, 218, 150, (1, 1, 1)), Cell(222, 100, 700, 150, (1, 1, 2))]
    out = ocr_lines.arranged([piece("身份证140702", 100, 105)], cells)
    assert [(one.text, one.cell) for one in out] == [("身份证", (1, 1, 1)), ("140702", (1, 1, 2))]
    assert out[1].x0 == 220


@pytest.mark.parametrize(
    ("seen", "squares", "read"),
    [
        (piece("处罚决定执行完毕", 150, 100), [Square(100, 105, 130, 135, True)], "☑处罚决定执行完毕"),
        (piece("V处罚决定", 100, 100), [Square(105, 105, 135, 135, True)], "☑处罚决定"),
        (piece("V", 100, 100), [Square(105, 105, 135, 135, True)], "☑"),
        (piece("□作出不予处罚", 100, 100), [Square(105, 105, 135, 135, True)], "☑作出不予处罚"),
        (piece("☑作出不予处罚", 100, 100), [Square(105, 105, 135, 135, False)], "□作出不予处罚"),
        (piece("□缴纳 自收到", 100, 100), [Square(105, 105, 135, 135, False), Square(223, 105, 255, 135, True)], "□缴纳 ☑自收到"),
        (piece("日内缴至银行", 100, 100), [Square(105, 105, 135, 135, True)], "日内缴至银行"),
        (piece("决定书之日起", 100, 100), [Square(265, 105, 295, 135, True)], "决定书之日起"),
        (piece("远处的话", 400, 100), [Square(100, 105, 130, 135, True)], "远处的话"),
        (replace(piece("撤销案件", 100, 100), edges=(100, 180, 220, 260, 300), x1=300), [Square(105, 105, 135, 135, False)], "□撤销案件"),
        (piece("□当场收缴", 100, 100), [], "当场收缴"),
        (piece("√当场收缴", 100, 100), [], "√当场收缴"),
        (piece("□其他意见", 100, 100), [Square(105, 105, 135, 135, None)], "其他意见"),
        (piece("其他意见", 150, 100), [Square(105, 105, 135, 135, None)], "其他意见"),
    ],
)  # fmt: skip
def test_drawn_boxes_say_what_is_ticked_and_letters_like_boxes_do_not(
    seen: Piece, squares: list[Square], read: str
) -> None:
    [out] = ocr_ticks.ticked([seen], squares)
    assert out.text == read
    assert len(out.edges) == len(read) + 1
    assert list(out.edges) == sorted(out.edges)


def test_a_stroke_in_an_empty_cell_is_no_number() -> None:
    out = ocr_lines.arranged([piece("1", 100, 100), piece("1", 300, 100), piece("11", 500, 100)], slash=_left_one)
    assert texts(out) == ["\\", "1", "11"]


def _left_one(x0: float, y0: float, x1: float, y1: float) -> str:
    return "\\" if x0 < 200 else ""


def test_a_stroke_through_a_cell_that_was_passed_over_is_read_and_one_beside_words_is_not() -> None:
    cells = [Cell(100, 100, 300, 200, (1, 1, 1)), Cell(300, 100, 700, 200, (1, 1, 2))]
    seen = [piece("电话", 120, 120)]
    out = ocr_lines.strokes([(cell, "/") for cell in cells], seen)
    assert [(one.text, one.x0 > 300) for one in out] == [("/", True)]
    assert texts(ocr_lines.arranged([*seen, *out], cells)) == ["电话", "/"]


def test_prose_in_two_columns_is_read_down_one_and_down_the_other() -> None:
    left = ["甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉", "戌亥天地人和平安乐土", "东西南北中上下左右前", "段落至此"]
    right = [
        "春夏秋冬寒暑阴晴雨雪",
        "金木水火土石山川江河",
        "红黄蓝白黑青紫绿灰褐",
        "牛马羊鸡犬豕龙蛇虎兔",
        "一二三四五六七八九十",
    ]
    seen = [piece("标题横贯两栏", 300, 20)]
    for row, (one, other) in enumerate(zip(left, right)):
        seen += [piece(one, 100, 100 + 60 * row), piece(other, 600, 102 + 60 * row)]
    seen += [piece("落款在最下面", 500, 500)]
    assert texts(ocr_lines.arranged(seen)) == ["标题横贯两栏", *left, *right, "落款在最下面"]


def test_labels_and_values_side_by_side_are_read_line_by_line() -> None:
    rows = [("当事人", "某某运输有限公司"), ("车牌号", "晋K12345"), ("住址", "榆次区某街一号"), ("电话", "19900000031")]
    seen = [one for y, (a, b) in enumerate(rows) for one in (piece(a, 100, 100 + 60 * y), piece(b, 400, 100 + 60 * y))]
    assert texts(ocr_lines.arranged(seen)) == [word for row in rows for word in row]


def test_two_names_between_which_paper_shows_are_two() -> None:
    seen = replace(piece("周予安吴思", 100, 100), edges=(100, 140, 180, 240, 280, 320), x1=320)
    out = ocr_lines.apart(seen, [(138, 142), (219, 242)])
    assert out.text == "周予安 吴思"
    assert len(out.edges) == 7
    digits = ocr_lines.apart(piece("1401", 100, 100), [(138, 170)])
    assert digits.text == "1401"


def test_the_recogniser_s_letters_give_each_sign_its_place() -> None:
    bare = Piece("案由： 某案", 0, 0, 300, 40)
    letters = [("案", 0.0, 38.0), ("由", 40.0, 78.0), ("：", 80.0, 90.0), ("某", 200.0, 238.0), ("案", 240.0, 280.0)]
    out = ocr_lines.spaced(bare, letters)
    assert out.edges == (0, 40, 80, 90, 200, 240, 300)
    assert ocr_lines.spaced(bare, letters[1:]) == bare  # letters that are others tell nothing
    wide = ocr_lines.spaced(Piece("询问人记录人", 0, 0, 400, 40), [(s, x, x + 38.0) for s, x in zip("询问人记录人", (0, 40, 80, 250, 290, 330))])  # fmt: skip
    assert wide.text == "询问人 记录人"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("苏交罚[2023〕0103号", "苏交罚〔2023〕0103号"),
        ("晋交罚(2024〕 T031号", "晋交罚〔2024〕 T031号"),
        ("晋交罚[2024]021号", "晋交罚〔2024〕021号"),
        ("晋交执罚〔2024]", "晋交执罚〔2024〕"),
        ("晋交罚（2024）021号", "晋交罚（2024）021号"),
        ("于[2024年]3月", "于[2024年]3月"),
    ],
)
def test_brackets_of_a_case_number_that_are_no_pair_are_those_prescribed(seen: str, meant: str) -> None:
    assert ocr_lines.bracketed(piece(seen, 0, 0)).text == meant


def test_a_line_under_a_seal_is_taken_from_the_reading_without_the_seal() -> None:
    spot = (400.0, 80.0, 700.0, 380.0)
    first = [piece("交通局印", 420, 200, 0.62), piece("2024年3月", 100, 100, 0.98), piece("局县输运", 450, 300, 0.6)]
    again = [piece("交通运输局", 410, 200, 0.97), piece("202年3月", 100, 100, 0.9)]
    out = ocr_lines.mended(first, again, spot)
    assert sorted(texts(out)) == sorted(["交通运输局", "2024年3月"])


def test_a_ring_in_a_year_is_its_zero_and_no_other_mark_is() -> None:
    year = replace(piece("二二四年七月", 100, 100), edges=(100, 180, 220, 260, 300, 340, 380), x1=380)
    out = ocr_lines.with_zero(year, lambda x0, y0, x1, y1: 130 < x0 < x1 <= 180)
    assert out.text == "二〇二四年七月" and len(out.edges) == 8 and list(out.edges) == sorted(out.edges)
    assert out.doubts  # seen, not read
    assert ocr_lines.with_zero(year, lambda *_: False) == year
    assert (
        ocr_lines.with_zero(piece("二二四年七月", 100, 100), lambda *_: True).text == "二二四年七月"
    )  # no room for it


def test_letters_beside_what_a_seal_may_hide_are_doubtful() -> None:
    date_ = replace(piece("十月十九日", 100, 100), edges=(100, 180, 220, 260, 300, 340), x1=340)
    out = ocr_lines.with_hidden(date_, lambda x0, y0, x1, y1: True)
    assert out.text == "十月十九日" and [x for x, _ in out.doubts] == [140, 200]
    assert ocr_lines.with_hidden(date_, lambda *_: False).doubts == ()
    assert ocr_lines.with_hidden(piece("十月十九日", 100, 100), lambda *_: True).doubts == ()


def test_half_a_number_at_a_seal_is_no_number_and_a_letter_there_is_doubtful() -> None:
    out = ocr_lines.torn(piece("执法证号：140726", 100, 100), right=True)
    assert out.text == "执法证号：" and (out.x1, len(out.edges)) == (300, 6)
    assert ocr_lines.torn(piece("26号", 100, 100), right=False).text == "号"
    assert ocr_lines.torn(piece("签名耿直", 100, 100), right=True).doubts == ((240.0, 0.3),)


def test_a_wide_blank_that_is_ruled_is_written_on() -> None:
    line = replace(piece("机关 交办的", 100, 100), edges=(100, 140, 180, 340, 380, 420, 460), x1=460)
    out = ocr_lines.with_blanks(line, lambda *_: True)
    assert out.text == "机关________交办的" and len(out.edges) == len(out.text) + 1
    assert ocr_lines.with_blanks(line, lambda *_: False) == line
    narrow = replace(piece("甲 乙", 100, 100), edges=(100, 140, 180, 220), x1=220)
    assert ocr_lines.with_blanks(narrow, lambda *_: True) == narrow


def test_two_names_a_quarter_of_a_letter_apart_are_two_and_letters_of_a_picture_are_one_word() -> None:
    names = replace(piece("周予安吴思", 1365, 100), edges=(1373, 1400, 1431, 1470, 1496, 1525), x1=1525)
    gaps = [(1365.0, 1370.0), (1395.0, 1401.0), (1426.0, 1430.0), (1455.0, 1465.0), (1491.0, 1494.0), (1521.0, 1526.0)]
    assert ocr_lines.apart(names, gaps).text == "周予安 吴思"
    middles = (1382, 1407, 1438, 1474, 1503)
    edges = [(middle - 12.0, middle + 12.0) for middle in middles]
    uneven = [(1365.0, edges[0][0]), *((a[1], b[0]) for a, b in pairwise(edges)), (edges[-1][1], 1526.0)]
    assert ocr_lines.apart(names, uneven).text == "周予安吴思"


def test_doubtful_letters_stay_with_their_letters() -> None:
    cells = [Cell(100, 100, 218, 150, (1, 1, 1)), Cell(222, 100, 700, 150, (1, 1, 2))]
    seen = replace(piece("身份证140702", 100, 105), doubts=((120.0, 0.4), (280.0, 0.5)))
    first, second = ocr_lines.arranged([seen], cells)
    assert (first.doubts, second.doubts) == (((120.0, 0.4),), ((280.0, 0.5),))
    [line] = ocr_lines.arranged([replace(piece("甲：", 100, 100), doubts=((110.0, 0.3),)), piece("乙", 190, 100)])
    assert line.text == "甲：乙" and line.doubts == ((110.0, 0.3),)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), unique=True, max_size=30))
def test_no_letter_is_lost_or_made_up_by_the_order(places: list[tuple[int, int]]) -> None:
    seen = [piece(chr(0x4E00 + number), 60.0 * x, 50.0 * y) for number, (x, y) in enumerate(places)]
    cells = [Cell(0, 0, 200, 500, (1, 1, 1)), Cell(200, 0, 600, 500, (1, 1, 2))]
    for own in ([], cells):
        out = ocr_lines.arranged(seen, own)
        assert sorted("".join(texts(out)).replace(" ", "")) == sorted("".join(texts(list(seen))))
        assert all(len(one.edges) == len(one.text) + 1 for one in out)
