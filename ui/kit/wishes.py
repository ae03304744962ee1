"""Which picture is drawn next. Every view says anew, at each paint, what it still lacks: what nobody lacks any more is not drawn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import IntEnum

from ui.kit.page_ref import Key, PageRef

MOST = 256  # views that are remembered; a list of crops has one for each


class Rank(IntEnum):
    """What comes first: anything at all, the page, its sharp parts, small pictures beside it, neighbours for later."""

    FIRST = 0
    PAGE = 1
    SHARP = 2
    SMALL = 3
    LATER = 4


Wish = tuple[Rank, Key]


class Wishes:
    """Not safe on its own for several threads."""

    def __init__(self) -> None:
        self._by: OrderedDict[Hashable, tuple[Wish, ...]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._by)

    def put(self, owner: Hashable, wishes: Sequence[Wish]) -> None:
        """All that this owner lacks now, instead of what it lacked before."""
        self._by.pop(owner, None)
        if wishes:
            self._by[owner] = tuple(wishes)
        while len(self._by) > MOST:
            self._by.popitem(last=False)

    def first(self) -> Wish | None:
        """By rank; within a rank the one that was asked for last. It stays until it is dropped."""
        best: Wish | None = None
        for wishes in reversed(self._by.values()):
            for wish in wishes:
                if best is None or wish[0] < best[0]:
                    best = wish
        return best

    def drop(self, key: Key) -> None:
        self._keep(lambda wish: wish[1] != key)

    def drop_page(self, ref: PageRef) -> None:
        self._keep(lambda wish: wish[1].ref != ref)

    def _keep(self, wanted: Callable[[Wish], bool]) -> None:
        for owner, wishes in list(self._by.items()):
            left = tuple(wish for wish in wishes if wanted(wish))
            if left:
                self._by[owner] = left
            else:
                del self._by[owner]

    def must_wait(self, wish: Wish) -> bool:
        """Whether something else ought to be drawn instead of this wish, which is being drawn."""
        others = [rank for rank, key in self._all() if key.ref != wish[1].ref]
        ours = [rank for rank, key in self._all() if key == wish[1]]
        return bool(others) and (not ours or min(others) < min(ours))

    def _all(self) -> Iterable[Wish]:
        return (wish for wishes in self._by.values() for wish in wishes)
