"""Recognition of pages that are pictures: the optional extra `ocr` (RapidOCR on ONNX Runtime, models in its wheel).

What it reads is evidence of presence, never of absence: it drops lines, and seals hide them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.readers import images, refusals
from casereview.progress import Progress, silent

DPI = 200
LONGEST_SIDE = 2600  # the recogniser's default of 2000 shrinks an A4 page at 200 dpi and garbles small print
MAX_PIXELS = 40_000_000
_TINY, _EDGE = 80, 40  # pixels: the recogniser sees nothing in a strip without white around it
_SAME_LINE = 0.5  # two boxes that overlap by half their height stand on one line


def available() -> bool:
    return importlib.util.find_spec("rapidocr") is not None and importlib.util.find_spec("onnxruntime") is not None


@cache
def _engine() -> Any:
    """One engine a process: it takes a second and half a gigabyte."""
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
        }
    )


def pages(
    path: Path, name: str, kind: str, blank: Sequence[Page], *, password: str | None, progress: Progress = silent
) -> tuple[Page, ...]:
    """The pages again, those without text now read. Raises NoOcr if the extra is not installed."""
    if not available():
        raise refusals.NoOcr(file=name)
    done = []
    for number, page in enumerate(blank, 1):
        done.append(_recognised(path, name, kind, page, password) if page.source is TextSource.NONE else page)
        progress(number, len(blank), name)
    return tuple(done)


def _recognised(path: Path, name: str, kind: str, page: Page, password: str | None) -> Page:
    from PIL import ImageOps

    picture = _picture(path, name, kind, page, password)
    edge = _EDGE if min(picture.size) < _TINY else 0
    result = _engine()(ImageOps.expand(picture, edge, "white") if edge else picture)
    scale_x, scale_y = page.width / picture.width, page.height / picture.height
    runs = [] if result.boxes is None else _runs(result, scale_x, scale_y, edge)
    return Page(page.number, page.width, page.height, TextSource.OCR, tuple(_in_order(runs)))


def _picture(path: Path, name: str, kind: str, page: Page, password: str | None) -> Any:
    if kind == "image":
        from PIL import ImageOps

        with images.opened(path, name) as image:
            image.seek(page.number - 1)
            return ImageOps.exif_transpose(image).convert("RGB")
    from casereview.dossier.readers import pdf

    document = pdf.open_document(path, name, password)
    try:
        scale = min(DPI / 72, (MAX_PIXELS / (page.width * page.height)) ** 0.5)
        return document[page.number - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def _runs(result: Any, scale_x: float, scale_y: float, edge: int) -> list[Run]:
    words = result.word_results or [()] * len(result.txts)
    runs = []
    for corners, text, score, letters in zip(result.boxes, result.txts, result.scores, words):
        box = _box(corners, scale_x, scale_y, edge)
        if text.strip():
            lefts = _lefts(text, letters)
            edges = tuple(round((x - edge) * scale_x, 2) for x in lefts) + ((box.x1,) if lefts else ())
            runs.append(Run(text, box, edges, round(float(score), 4)))
    return runs


def _box(corners: Any, scale_x: float, scale_y: float, edge: int) -> Box:
    xs = [(float(c[0]) - edge) * scale_x for c in corners]
    ys = [(float(c[1]) - edge) * scale_y for c in corners]
    return Box(round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2))


def _lefts(text: str, letters: Sequence[Any]) -> list[float]:
    """Left sides of the characters in pixels where the recogniser placed each of them, else none."""
    if "".join(str(letter[0]) for letter in letters) != text or any(len(str(letter[0])) != 1 for letter in letters):
        return []
    return [min(float(c[0]) for c in letter[2]) for letter in letters]


def _in_order(runs: list[Run]) -> list[Run]:
    """Lines from the top, each from the left: the recogniser's own order breaks on tables and tilted pages."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.box.y0 + r.box.y1) / 2):
        if lines and _overlap(lines[-1][-1].box, run.box) >= _SAME_LINE:
            lines[-1].append(run)
        else:
            lines.append([run])
    return [run for line in lines for run in sorted(line, key=lambda r: r.box.x0)]


def _overlap(a: Box, b: Box) -> float:
    shared = min(a.y1, b.y1) - max(a.y0, b.y0)
    return shared / max(min(a.y1 - a.y0, b.y1 - b.y0), 0.1)
