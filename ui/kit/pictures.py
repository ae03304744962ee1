"""Page pictures: asked for on the window's thread, drawn by the render process behind one worker thread, kept in a bounded cache."""

from __future__ import annotations

import contextlib
import ctypes
import math
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from casereview.dossier.model import Member, Reading
from casereview.files import Files
from casereview.progress import Cancelled, Progress
from ui.kit.filters import Filter, Levels, image_of, levels_of
from ui.kit.looks import Looks
from ui.kit.page_ref import Key, PageRef
from ui.kit.wishes import Rank, Wish, Wishes

__all__ = ["Filter", "Key", "PageRef", "Pictures", "Rank", "image_of", "page_refs"]

CACHE_BYTES = 128 << 20  # whole pages and parts of pages together, whatever the zoom
WHOLE_PIXELS = 4_000_000  # A4 at 200 dpi; beyond it a page is drawn in parts, over the whole one enlarged
TINY = 0.4  # what is drawn first where there is nothing yet
WARM_AFTER = 2.0  # seconds: the window comes up first
PATIENCE = 1.5  # seconds a page is drawn that nobody waits for while another is waited for

_M_MMAP_THRESHOLD = -3  # of mallopt(3)


def page_refs(files: Files, reading: Reading) -> list[PageRef]:
    """One for each page of the dossier, in order."""
    found: list[PageRef] = []
    for member in reading.members:
        if member.pages:
            path, kind = _drawn_from(files, member)
            found += [PageRef(path, kind, p.number, p.width, p.height, member.sha256) for p in member.pages]
    return found


def _drawn_from(files: Files, member: Member) -> tuple[Any, str]:
    return (files.path(member.view), "pdf") if member.view else (files.path(member.sha256), member.kind)


def whole_scale(ref: PageRef, scale: float) -> float:
    """The scale at which a whole page is drawn for this one: smaller where it would pass WHOLE_PIXELS."""
    most = math.sqrt(WHOLE_PIXELS / max(ref.width * ref.height, 1))
    return round(min(scale, most), 3)


def _give_back_large_blocks() -> None:
    """Pictures come and go by the megabyte. glibc keeps freed blocks of up to 32 MB for itself once it has seen some of that
    size, and a budget of bytes held would say little of the memory that is used; a fixed threshold returns them at once."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1 << 19)


class Pictures(QObject):
    """`get` gives what is in the cache and asks for the rest; `ready` says when a page has a better picture.

    draw  (path, kind, page, scale, part=, progress=) -> Picture; called on the worker thread only
    warm  makes ready what draws; called there too, once, when a moment has passed with nothing to draw
    """

    ready = Signal(object)  # PageRef
    failed = Signal(object, Exception)

    _drawn = Signal(object, object)

    def __init__(
        self,
        draw: Callable[..., Any],
        parent: QObject | None = None,
        looks: Looks | None = None,
        warm: Callable[[Progress], object] | None = None,
    ) -> None:
        super().__init__(parent)
        _give_back_large_blocks()
        self._draw, self._warm = draw, warm
        self.looks = looks or Looks()
        self._cache: OrderedDict[Key, QImage] = OrderedDict()
        self._bytes = 0
        self._wishes = Wishes()
        self._drawing: Key | None = None
        self._arriving: set[Key] = set()  # drawn, and not yet in the cache
        self._broken: dict[PageRef, Exception] = {}
        self._unsharp: set[Key] = set()  # parts that could not be drawn
        self._slow: set[PageRef] = set()  # given up in favour of another page: never drawn for later
        self._levels: dict[PageRef, Levels] = {}  # the worker's alone
        self._wake = threading.Condition()
        self._closing = False
        self._drawn.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="pictures", daemon=True)
        self._thread.start()

    # on the window's thread ----------------------------------------------------------------------------------------

    def get(
        self, ref: PageRef, scale: float, *, owner: Hashable = None, rank: Rank = Rank.PAGE, how: Filter = Filter.NONE
    ) -> QImage | None:
        """The best picture of a whole page at hand; asks for the right one, a small one first where there is none."""
        wanted = Key(ref, whole_scale(ref, scale), None, how)
        held = self.held(wanted)
        if held is not None:
            return held
        near = self.nearest(ref, wanted.scale, how)
        first = [] if near is not None or wanted.scale <= TINY else [(Rank.FIRST, Key(ref, TINY))]
        self.want(owner if owner is not None else ref, [*first, (rank, wanted)])
        return near

    def held(self, key: Key) -> QImage | None:
        """What the cache has; looking at it keeps it there."""
        image = self._cache.get(key)
        if image is not None:
            self._cache.move_to_end(key)
        return image

    def nearest(self, ref: PageRef, scale: float, how: Filter = Filter.NONE) -> QImage | None:
        """Some picture of the whole page, the filtered ones and the nearest in size first."""
        whole = [key for key in self._cache if key.ref == ref and key.part is None]
        if not whole:
            return None
        return self.held(min(whole, key=lambda key: (key.how != how, abs(key.scale - scale))))

    def want(self, owner: Hashable, wishes: Sequence[Wish]) -> None:
        """All that this owner still lacks, most urgent first within a rank; what it wished for before is forgotten."""
        with self._wake:
            self._wishes.put(owner, [wish for wish in wishes if self._may(wish)])
            self._wake.notify()

    def _may(self, wish: Wish) -> bool:
        rank, key = wish
        if key in self._cache or key in self._arriving or key in self._unsharp or key.ref in self._broken:
            return False
        return rank != Rank.LATER or key.ref not in self._slow

    def problem(self, ref: PageRef) -> Exception | None:
        """Why a page has no picture and will have none; None while it may still come."""
        return self._broken.get(ref)

    def again(self, ref: PageRef) -> None:
        """Try a page that could not be drawn once more: the machine may have been busy."""
        self._broken.pop(ref, None)
        self._unsharp = {key for key in self._unsharp if key.ref != ref}

    @property
    def busy(self) -> bool:
        """Whether a page that was asked for is still to come."""
        return bool(self._wishes) or self._drawing is not None or bool(self._arriving)

    @property
    def bytes_held(self) -> int:
        return self._bytes

    def _keep(self, key: Key, made: object) -> None:
        self._arriving.discard(key)
        if isinstance(made, QImage):
            old = self._cache.pop(key, None)
            self._bytes += made.sizeInBytes() - (old.sizeInBytes() if old else 0)
            self._cache[key] = made
            while self._bytes > CACHE_BYTES and len(self._cache) > 1:
                _, gone = self._cache.popitem(last=False)
                self._bytes -= gone.sizeInBytes()
            self.ready.emit(key.ref)
        elif isinstance(made, Exception):
            self.failed.emit(key.ref, made)

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout=10)
        self.looks.save()

    # on the worker's thread ----------------------------------------------------------------------------------------

    def _work(self) -> None:
        with self._wake:
            idle = not self._wake.wait_for(lambda: self._closing or bool(self._wishes), WARM_AFTER)
        if idle and self._warm is not None:
            with contextlib.suppress(Exception):  # the first page will say what is wrong
                self._warm(self._unless_closing)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or bool(self._wishes))
                wish = self._wishes.first()
                if self._closing or wish is None:
                    return
                self._drawing = key = wish[1]
            made: QImage | Exception | None = None
            try:
                made = self._made(wish)
            except Cancelled:
                self._slow.add(key.ref)
            except Exception as problem:  # one page must not end the drawing of all others; the view says so
                made = problem
            if not self._closing:
                self._hand_over(wish, made)

    def _hand_over(self, wish: Wish, made: QImage | Exception | None) -> None:
        rank, key = wish
        with self._wake:
            self._drawing = None
            if made is not None or rank == Rank.LATER:  # what was given up and is still waited for keeps its turn
                self._wishes.drop(key)
            if made is not None:
                self._arriving.add(key)
            if isinstance(made, Exception) and key.part is None:
                self._broken[key.ref] = made
                self._wishes.drop_page(key.ref)
            elif isinstance(made, Exception):
                self._unsharp.add(key)
        if made is not None:
            self._drawn.emit(key, made)

    def _made(self, wish: Wish) -> QImage:
        """Drawn and filtered here: the window's thread only puts it on the screen."""
        _, key = wish
        progress = self._unless_another_waits(wish)
        if key.how & Filter.CONTRAST and key.ref not in self._levels:
            # Of the whole page, so that its parts meet without a seam.
            self._levels[key.ref] = levels_of(self._picture(Key(key.ref, TINY), progress))
        return image_of(self._picture(key, progress), key.how, self._levels.get(key.ref, (0, 255)))

    def _picture(self, key: Key, progress: Progress) -> Any:
        ref = key.ref
        return self._draw(ref.path, ref.kind, ref.page, key.scale, part=key.part, progress=progress)

    def _unless_closing(self, done: int, total: int, note: str = "") -> None:
        if self._closing:
            raise Cancelled

    def _unless_another_waits(self, wish: Wish) -> Progress:
        """A page that keeps PDFium busy is given up as soon as nobody looks at it and somebody waits for another."""
        began = time.monotonic()

        def progress(done: int, total: int, note: str = "") -> None:
            with self._wake:
                late = time.monotonic() - began > PATIENCE
                if self._closing or (late and self._wishes.must_wait(wish)):
                    raise Cancelled

        return progress
