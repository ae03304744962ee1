"""Recognition of pages that are pictures: the optional extra `ocr` (RapidOCR on ONNX Runtime, models in its wheel).

What it reads is evidence of presence, never of absence: it drops lines, and seals hide them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.readers import images, ocr_lines, refusals
from casereview.dossier.readers.ocr_lines import Piece
from casereview.progress import Progress, silent

DPI = 200
LONGEST_SIDE = 2600  # the recogniser's default of 2000 shrinks an A4 page at 200 dpi and garbles small print
MAX_PIXELS = 40_000_000
_TINY, _EDGE = 80, 40  # pixels: the recogniser sees nothing in a strip without white around it
_DOUBTFUL = 0.93  # a line below it is read again
_BETTER = 0.02
_RED = 0.01  # share of a line's pixels
_SIDEWAYS = 0.6  # share of the letters that stand in tall boxes
_LOOKED_AT = 4  # lines that tell whether a page is upside down

Engine = Callable[..., Any]  # picture, use_det=, use_cls= -> boxes, txts, scores, word_results


def available() -> bool:
    return importlib.util.find_spec("rapidocr") is not None and importlib.util.find_spec("onnxruntime") is not None


@cache
def _engine() -> Engine:
    """One engine a process: it takes a second and half a gigabyte."""
    from rapidocr import RapidOCR

    engine: Engine = RapidOCR(
        params={
            "Global.max_side_len": LONGEST_SIDE,
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return engine


def pages(
    path: Path, name: str, kind: str, blank: Sequence[Page], *, password: str | None, progress: Progress = silent
) -> tuple[Page, ...]:
    """The pages again, those without text now read. Raises NoOcr if the extra is not installed."""
    if not available():
        raise refusals.NoOcr(file=name)
    import cv2

    cv2.setNumThreads(2)
    done = []
    for number, page in enumerate(blank, 1):
        if page.source is TextSource.NONE:
            page = recognised(_picture(path, name, kind, page, password), page, _engine())
        done.append(page)
        progress(number, len(blank), name)
    return tuple(done)


def recognised(picture: Any, page: Page, engine: Engine) -> Page:
    """The page with what the engine reads in its picture (a Pillow image of it as shown)."""
    import numpy as np
    from PIL import ImageOps

    from casereview.dossier.readers import ruled, straight

    edge = _EDGE if min(picture.size) < _TINY else 0
    across, down = page.width / picture.width, page.height / picture.height
    framed = ImageOps.expand(picture, edge, "white") if edge else picture
    view, seen = _seen(straight.straightened(np.asarray(framed)), engine)
    rules = ruled.look(view.pixels, 1 / max(across, down))
    pieces = [_read_again(piece, view.pixels, engine) for piece in seen]
    lines = ocr_lines.arranged(pieces, rules.cells, rules.ticks, rules.is_slash)
    runs = tuple(_run(line, view, across, down, edge) for line in lines if not _specks(lines))
    return Page(page.number, page.width, page.height, TextSource.OCR, runs)


def _picture(path: Path, name: str, kind: str, page: Page, password: str | None) -> Any:
    if kind == "image":
        from PIL import ImageOps

        with images.opened(path, name) as image:
            image.seek(page.number - 1)
            return _limited(ImageOps.exif_transpose(image).convert("RGB"))
    from casereview.dossier.readers import pdf

    document = pdf.open_document(path, name, password)
    try:
        scale = min(DPI / 72, (MAX_PIXELS / (page.width * page.height)) ** 0.5)
        return document[page.number - 1].render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def _limited(picture: Any) -> Any:
    """A photograph of a hundred megapixels tells the recogniser no more than one of forty."""
    shrink = (MAX_PIXELS / (picture.width * picture.height)) ** 0.5
    return picture if shrink >= 1 else picture.resize((int(picture.width * shrink), int(picture.height * shrink)))


def _specks(lines: Sequence[Piece]) -> bool:
    """Whether a page holds no more than a sign or two that nobody would swear to: dust, or a piece of a seal's rim."""
    return sum(len(line.text) for line in lines) <= 2 and all(line.score < _DOUBTFUL for line in lines)


# --- what stands where ----------------------------------------------------------------------------------------------


def _seen(view: Any, engine: Engine) -> tuple[Any, list[Piece]]:
    """What is read in the picture; one that lies on its side or upside down is turned and read again."""
    pieces = _pieces(engine(view.pixels, use_det=True, use_cls=True, use_rec=True))
    if _lies(pieces):
        view = view.quarters(1)
        pieces = _pieces(engine(view.pixels, use_det=True, use_cls=True, use_rec=True))
    if _upside_down(pieces, view.pixels, engine):
        view = view.quarters(2)
        pieces = _pieces(engine(view.pixels, use_det=True, use_cls=True, use_rec=True))
    return view, pieces


def _lies(pieces: Sequence[Piece]) -> bool:
    """Whether the letters run up or down the page; a few upright heads of a form do not count."""
    long = [piece for piece in pieces if len(piece.text) > 3]
    tall = sum(len(piece.text) for piece in long if piece.upright)
    return len(long) > 1 and tall > _SIDEWAYS * sum(len(piece.text) for piece in long)


def _upside_down(pieces: Sequence[Piece], pixels: Any, engine: Engine) -> bool:
    """Whether the longest lines read better on their heads: the recogniser turns lines by itself and does not say so."""
    longest = sorted((p for p in pieces if not p.upright), key=lambda p: len(p.text), reverse=True)[:_LOOKED_AT]
    votes = 0.0
    for piece in longest:
        part = pixels[max(int(piece.y0), 0) : int(piece.y1) + 1, max(int(piece.x0), 0) : int(piece.x1) + 1]
        votes += _alone(part[::-1, ::-1].copy(), engine)[1] - _alone(part, engine)[1]
    return votes > 0.05 * len(longest)


def _alone(part: Any, engine: Engine) -> tuple[str, float]:
    """One line cut out, read as it stands."""
    if min(part.shape[:2]) < 4:
        return "", 0.0
    result = engine(part, use_det=False, use_cls=False, use_rec=True)
    texts, scores = getattr(result, "txts", None) or (), getattr(result, "scores", None) or ()
    return (texts[0], float(scores[0])) if texts else ("", 0.0)


def _read_again(piece: Piece, pixels: Any, engine: Engine) -> Piece:
    """A doubtful line, read again as it stands (the recogniser turns some lines over) and without the red of a seal.

    The better reading is kept; the places of its letters are lost where they are others.
    """
    if piece.score >= _DOUBTFUL or piece.upright:
        return piece
    part = pixels[max(int(piece.y0), 0) : int(piece.y1) + 1, max(int(piece.x0), 0) : int(piece.x1) + 1]
    tries = [part]
    if part.size and (part[..., 0].astype("int16") - part[..., 1:].max(axis=2) > 40).mean() > _RED:
        tries.append(part[..., :1].repeat(3, axis=2))
    text, score = max((_alone(one, engine) for one in tries), key=lambda read: read[1])
    if score <= piece.score + _BETTER or not text.strip():
        return piece
    same = text.strip() == piece.text.replace(" ", "")
    return replace(piece, text=text.strip(), score=round(score, 4), edges=()) if not same else replace(piece, score=round(score, 4))


def _pieces(result: Any) -> list[Piece]:
    if result.boxes is None:
        return []
    words = result.word_results or ()
    told = words if len(words) == len(result.txts) else [()] * len(result.txts)
    pieces = []
    for corners, text, score, letters in zip(result.boxes, result.txts, result.scores, told):
        xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
        if text.strip():
            whole = Piece(text.strip(), min(xs), min(ys), max(xs), max(ys), round(float(score), 4))
            pieces.append(ocr_lines.spaced(whole, [_letter(letter) for letter in letters]))
    return pieces


def _letter(told: Any) -> tuple[str, float, float]:
    """A letter with its left and right side."""
    xs = [float(corner[0]) for corner in told[2]]
    return str(told[0]), min(xs), max(xs)


def _run(line: Piece, view: Any, across: float, down: float, edge: int) -> Run:
    """The line on the page as it is shown; the letters of one that runs up or down there have no places from the left."""
    shown = view.box(line.x0, line.y0, line.x1, line.y1)
    box = Box(
        round((shown.x0 - edge) * across, 2),
        round((shown.y0 - edge) * down, 2),
        round((shown.x1 - edge) * across, 2),
        round((shown.y1 - edge) * down, 2),
    )
    middle = (line.y0 + line.y1) / 2
    lies = view.turned % 2 == 1
    edges = () if lies else tuple(round((view.x(x, middle) - edge) * across, 2) for x in line.edges)
    return Run(line.text, box, edges, line.score, "", line.cell)
