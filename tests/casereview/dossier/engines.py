"""Recognition engines for tests, called where the real one is: in a worker process, page by page. They read no pictures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from casereview.dossier.model import Box, Page, Run, TextSource

SIGNAL = "CASEREVIEW_TEST_FOLDER"  # where an engine notes which pages it was given


def reads(path: Path, name: str, kind: str, page: Page, report: Callable[..., None]) -> Page:
    """A decision on every page, numbered by it."""
    _noted(name, page)
    texts = ("行政处罚决定书", f"案号：晋祁交执罚〔2024〕{page.number}号", f"这是第{page.number}页")
    runs = tuple(
        Run(text, Box(72, 60 + 24 * k, 300, 74 + 24 * k), (), 0.9, doubts=((2, 0.5),)) for k, text in enumerate(texts)
    )
    return replace(page, source=TextSource.OCR, runs=runs)


def slowly(path: Path, name: str, kind: str, page: Page, report: Callable[..., None]) -> Page:
    """Reads two pages and never ends the third."""
    if page.number == 3:
        _noted(name, page)
        hangs_on(page)
    return reads(path, name, kind, page, report)


def badly(path: Path, name: str, kind: str, page: Page, report: Callable[..., None]) -> Page:
    """Dies on page 1, hangs on page 2, stumbles on page 3; the others it reads."""
    if page.number == 1:
        os.abort()
    if page.number == 2:
        hangs_on(page)
    if page.number == 3:
        raise ValueError("no such tensor")
    return reads(path, name, kind, page, report)


def sees_nothing(path: Path, name: str, kind: str, page: Page, report: Callable[..., None]) -> Page:
    return replace(page, source=TextSource.OCR, runs=())


def hangs_on(page: Page) -> None:
    while True:
        time.sleep(60)


def _noted(name: str, page: Page) -> None:
    """One file a page and process, so that a test can tell what was read, and whether by one engine."""
    folder = os.environ.get(SIGNAL)
    if folder:
        with (Path(folder) / f"{name} {page.number}").open("a") as notes:
            notes.write(f"{os.getpid()}\n")
