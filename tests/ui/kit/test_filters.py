from __future__ import annotations

from PySide6.QtGui import QColor, QImage

from casereview.dossier.render import Picture
from ui.kit.filters import Filter, curve, image_of, levels_of


def a_picture(*colours: str) -> Picture:
    """One line of pixels."""
    values = [QColor(colour) for colour in colours]
    data = b"".join(bytes((c.blue(), c.green(), c.red(), 255)) for c in values)
    return Picture(len(values), 1, 4 * len(values), data)


def light(image: QImage) -> list[int]:
    return [QColor(image.pixel(x, 0)).red() for x in range(image.width())]


def test_below_a_red_seal_only_the_red_goes_away() -> None:
    shown = light(image_of(a_picture("#ff0000", "#000000", "#ffffff", "#cd3237", "#501e1e"), Filter.NO_RED))
    assert shown[:3] == [255, 0, 255]
    assert shown[3] > 235  # the ink of a seal
    assert shown[4] < 130  # print below it


def test_blue_ink_stays_when_red_goes() -> None:
    assert light(image_of(a_picture("#2030a0"), Filter.NO_RED)) == [32]


def test_a_picture_that_is_not_filtered_keeps_its_colours() -> None:
    image = image_of(a_picture("#c81e14", "#000000"))
    assert QColor(image.pixel(0, 0)).name() == "#c81e14"


def test_faint_writing_on_dim_paper_becomes_dark_on_white() -> None:
    page = a_picture(*["#9a9a9a"] * 95, *["#707070"] * 5)
    shown = light(image_of(page, Filter.CONTRAST, levels_of(page)))
    assert shown[0] == 255 and shown[-1] < 30


def test_faint_writing_beside_black_print_becomes_darker_and_not_lighter() -> None:
    page = a_picture(*["#ececec"] * 90, *["#1e1e1e"] * 5, *["#a5a5a5"] * 5)
    shown = light(image_of(page, Filter.CONTRAST, levels_of(page)))
    assert shown[0] == 255 and shown[-1] < 0xA5 - 50


def test_an_empty_page_stays_empty() -> None:
    page = a_picture(*["#f0f0f0", "#eeeeee"] * 50)
    assert min(light(image_of(page, Filter.CONTRAST, levels_of(page)))) > 200


def test_lighter_never_becomes_darker() -> None:
    table = curve((40, 230))
    assert list(table) == sorted(table) and (table[0], table[255]) == (0, 255)
