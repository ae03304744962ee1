"""Page pictures: asked for on the window's thread, drawn by the render process behind one worker thread, kept in a bounded cache."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from casereview.dossier.model import Member, Reading
from casereview.files import Files
from ui.kit.looks import Looks

CACHE_BYTES = 160 << 20  # some thirty A4 pages at screen size; the bound holds whatever the zoom
MAX_PIXELS = 12_000_000  # beyond this a page is drawn smaller and enlarged


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page that can be drawn: the file that draws it, its kind and page there; size in points; `file` is the original's hash."""

    path: Path
    kind: str
    page: int
    width: float
    height: float
    file: str


def page_refs(files: Files, reading: Reading) -> list[PageRef]:
    """One for each page of the dossier, in order."""
    found: list[PageRef] = []
    for member in reading.members:
        if member.pages:
            path, kind = _drawn_from(files, member)
            found += [PageRef(path, kind, p.number, p.width, p.height, member.sha256) for p in member.pages]
    return found


def _drawn_from(files: Files, member: Member) -> tuple[Path, str]:
    return (files.path(member.view), "pdf") if member.view else (files.path(member.sha256), member.kind)


class Pictures(QObject):
    """`get` gives what is in the cache and asks for the rest; `ready` says when a page has a better picture.

    draw  (path, kind, page, scale) -> Picture; called on the worker thread only
    """

    ready = Signal(object)  # PageRef
    failed = Signal(object, Exception)

    _drawn = Signal(object, float, object)

    def __init__(
        self, draw: Callable[[Path, str, int, float], Any], parent: QObject | None = None, looks: Looks | None = None
    ) -> None:
        super().__init__(parent)
        self._draw = draw
        self.looks = looks or Looks()
        self._cache: OrderedDict[tuple[PageRef, float], QImage] = OrderedDict()
        self._bytes = 0
        self._wanted: list[tuple[PageRef, float]] = []
        self._broken: dict[tuple[PageRef, float], Exception] = {}
        self._wake = threading.Condition()
        self._closing = False
        self._drawing = False
        self._drawn.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="pictures", daemon=True)
        self._thread.start()

    def get(self, ref: PageRef, scale: float) -> QImage | None:
        """The best picture at hand; asks for the right one, a small one first when there is none. None: nothing yet."""
        wanted = _clamped(ref, scale)
        held = self._cache.get((ref, wanted))
        if held is not None:
            self._cache.move_to_end((ref, wanted))
            return held
        others = [s for r, s in self._cache if r == ref]
        self._ask([(ref, wanted)] if others else [(ref, 0.4), (ref, wanted)])
        return self._cache[(ref, min(others, key=lambda s: abs(s - wanted)))] if others else None

    def problem(self, ref: PageRef) -> Exception | None:
        """Why a page has no picture and will have none; None while it may still come."""
        return next((problem for (broken, _), problem in self._broken.items() if broken == ref), None)

    @property
    def busy(self) -> bool:
        """Whether a page that was asked for is still to come."""
        return bool(self._wanted) or self._drawing

    def prefetch(self, ref: PageRef, scale: float) -> None:
        """Draw this page when nothing more urgent waits."""
        key = (ref, _clamped(ref, scale))
        with self._wake:
            if key not in self._cache and key not in self._wanted and key not in self._broken:
                self._wanted.append(key)
                self._wake.notify()

    def _ask(self, keys: list[tuple[PageRef, float]]) -> None:
        with self._wake:
            fresh = [key for key in keys if key not in self._broken]
            # The newest wish goes first and old wishes are forgotten: whoever flips fast waits for the last page only.
            self._wanted = fresh + [key for key in self._wanted if key not in fresh][:4]
            self._wake.notify()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closing or bool(self._wanted))
                if self._closing:
                    return
                ref, scale = self._wanted.pop(0)
                self._drawing = True
            try:
                picture: object = self._draw(ref.path, ref.kind, ref.page, scale)
            except Exception as problem:  # one page must not end the drawing of all others; the view says so
                picture = problem
            if not self._closing:
                self._drawn.emit(ref, scale, picture)

    def _keep(self, ref: PageRef, scale: float, picture: object) -> None:
        self._drawing = False
        if isinstance(picture, Exception):
            self._broken[ref, scale] = picture
            self.failed.emit(ref, picture)
            return
        image = image_of(picture)
        old = self._cache.pop((ref, scale), None)
        self._bytes += image.sizeInBytes() - (old.sizeInBytes() if old else 0)
        self._cache[(ref, scale)] = image
        while self._bytes > CACHE_BYTES and len(self._cache) > 2:
            _, gone = self._cache.popitem(last=False)
            self._bytes -= gone.sizeInBytes()
        self.ready.emit(ref)

    def close(self) -> None:
        with self._wake:
            self._closing = True
            self._wake.notify()
        self._thread.join(timeout=10)
        self.looks.save()


def _clamped(ref: PageRef, scale: float) -> float:
    most = math.sqrt(MAX_PIXELS / max(ref.width * ref.height, 1))
    return round(min(scale, most), 3)


def image_of(picture: Any) -> QImage:
    """A picture of the renderer as a QImage that owns its bytes."""
    form = QImage.Format.Format_RGB888 if picture.format == "RGB888" else QImage.Format.Format_RGB32
    return QImage(picture.data, picture.width, picture.height, picture.stride, form).copy()
