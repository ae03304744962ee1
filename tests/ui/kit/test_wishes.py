from __future__ import annotations

from pathlib import Path

from ui.kit.page_ref import Key, PageRef
from ui.kit.wishes import MOST, Rank, Wishes


def key(page: int, scale: float = 1.0) -> Key:
    return Key(PageRef(Path("a.pdf"), "pdf", page, 595, 842, "f"), scale)


def test_anything_at_all_comes_before_sharpness_whoever_asks() -> None:
    wishes = Wishes()
    wishes.put("left", [(Rank.FIRST, key(1, 0.4)), (Rank.PAGE, key(1))])
    wishes.put("right", [(Rank.SHARP, key(2, 5)), (Rank.PAGE, key(2))])
    drawn = []
    while (wish := wishes.first()) is not None:
        drawn.append(wish[1])
        wishes.drop(wish[1])
    assert drawn == [key(1, 0.4), key(2), key(1), key(2, 5)]


def test_what_a_view_no_longer_shows_is_not_drawn() -> None:
    wishes = Wishes()
    wishes.put("view", [(Rank.PAGE, key(page)) for page in range(1, 9)])
    wishes.put("strip", [(Rank.SMALL, key(50, 0.1))])
    wishes.put("view", [(Rank.PAGE, key(20))])
    assert wishes.first() == (Rank.PAGE, key(20))
    wishes.put("view", [])
    assert wishes.first() == (Rank.SMALL, key(50, 0.1))


def test_a_page_that_cannot_be_drawn_leaves_nobody_waiting_for_it() -> None:
    wishes = Wishes()
    wishes.put("view", [(Rank.FIRST, key(1, 0.4)), (Rank.PAGE, key(1)), (Rank.LATER, key(2))])
    wishes.drop_page(key(1).ref)
    assert wishes.first() == (Rank.LATER, key(2))


def test_a_page_nobody_looks_at_gives_way_and_one_that_is_looked_at_does_not() -> None:
    wishes = Wishes()
    drawing = (Rank.FIRST, key(1, 0.4))
    wishes.put("view", [drawing])
    assert not wishes.must_wait(drawing)
    wishes.put("strip", [(Rank.SMALL, key(2, 0.1))])
    assert not wishes.must_wait(drawing)
    wishes.put("view", [(Rank.FIRST, key(2, 0.4))])
    assert wishes.must_wait(drawing)
    later = (Rank.LATER, key(3))
    wishes.put("neighbours", [later])
    assert wishes.must_wait(later)


def test_owners_that_never_come_back_are_forgotten_in_the_end() -> None:
    wishes = Wishes()
    for owner in range(MOST + 10):
        wishes.put(owner, [(Rank.PAGE, key(owner + 1))])
    assert len(wishes._by) == MOST
