"""Tables that end at the very foot of a page."""

from __future__ import annotations

from casereview.documents.flowables import Grid, _Line


def test_no_part_of_a_split_table_is_higher_than_the_page_has_room() -> None:
    rows = [_Line((), 18.07) for _ in range(60)]
    for short in (0.0, 1e-9, 0.001, 0.006, 0.01, 0.5):
        room = 18.07 * 40 - short
        first, rest = Grid([], rows, 400).split(400, room)
        assert first.wrap(400, room)[1] <= room + 1e-6
        assert len(first.rows) + len(rest.rows) == 60
        assert len(first.rows) == (40 if short <= 1e-7 else 39)
