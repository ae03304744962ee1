from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from ui.kit.page_ref import PageRef
from ui.kit.pictures import WHOLE_PIXELS, whole_scale
from ui.kit.tiles import SIDE, parts, sheet, turned


@given(
    st.tuples(st.integers(1, 9000), st.integers(1, 12000)),
    st.tuples(st.floats(-500, 9000), st.floats(-500, 12000), st.floats(1, 3000), st.floats(1, 2000)),
)
def test_the_parts_in_view_cover_it_once_and_lie_on_the_page(
    size: tuple[int, int], view: tuple[float, float, float, float]
) -> None:
    wide, high = size
    seen = QRectF(*view) & QRectF(0, 0, wide, high)
    found = parts(seen, wide, high)
    assert len(set(found)) == len(found)
    assert all(x % SIDE == 0 and y % SIDE == 0 and x + w <= wide and y + h <= high for x, y, w, h in found)
    covered = sum((QRectF(x, y, w, h) & seen).width() * (QRectF(x, y, w, h) & seen).height() for x, y, w, h in found)
    assert abs(covered - max(seen.width(), 0) * max(seen.height(), 0)) < 1e-3 * max(1, covered)


def test_the_middle_comes_first() -> None:
    assert parts(QRectF(0, 0, 3 * SIDE, 3 * SIDE), 9000, 9000)[0] == (SIDE, SIDE, SIDE, SIDE)


@given(st.floats(10, 4000), st.floats(10, 4000), st.floats(0.05, 40))
def test_a_whole_page_has_a_bounded_number_of_pixels_whatever_the_zoom(wide: float, high: float, scale: float) -> None:
    ref = PageRef(Path("a.pdf"), "pdf", 1, wide, high, "f")
    used = whole_scale(ref, scale)
    assert used <= scale + 0.001
    across, down = sheet(ref, used)
    assert across * down <= WHOLE_PIXELS * 1.1 + across + down


def test_a_turned_sheet_keeps_its_pixels_on_pixels() -> None:
    for turn, corner in ((0, (0, 0)), (90, (300, 0)), (180, (200, 300)), (270, (0, 200))):
        place = turned(200, 300, turn)
        assert place.map(QPointF(0, 0)) == QPointF(*corner)
        shown = place.mapRect(QRectF(0, 0, 200, 300))
        assert (shown.x(), shown.y()) == (0, 0)
