"""Recognition of pages that are pictures: the optional extra `ocr` (RapidOCR on ONNX Runtime, models in its wheel).

What it reads is evidence of presence, never of absence: it drops lines, and seals hide them.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from casereview.dossier.model import Box, Page, Run, TextSource
from casereview.dossier.readers import images, ocr_lines, refusals
from casereview.dossier.readers.ocr_pieces import Piece

VERSION = "ocr-2"  # of what a page was read with: a new one where its pages would read otherwise
THREADS = 2  # of an engine
DPI = 200
LONGEST_SIDE = 2600  # the recogniser's default of 2000 shrinks an A4 page at 200 dpi and garbles small print
MAX_PIXELS = 40_000_000
_BARE = re.compile(r"[ □☐☑☒]")
_TINY, _EDGE = 80, 40  # pixels: the recogniser sees nothing in a strip without white around it
_DOUBTFUL = 0.93  # a line below it is read again
_UNSURE = 0.85  # a letter below it is marked
_BETTER = 0.02
_RED = 0.01  # share of a line's pixels
_SIDEWAYS = 0.6  # share of the letters that stand in tall boxes
_REDDISH = 40  # levels by which red outshines green and blue
_THROUGH = 2.0
_AROUND = 14.0  # points above and below a seal
_A_PAGE = 300.0  # points: half an A4 page
_READ_WELL = 0.85  # the mean score of a page that stands
_TOLD = 0.3  # share of a row that a piece covers which tells it
_A_FEW = 20  # letters
_TURN = 1.15  # so much better must a turned page read

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
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    return engine


def page(path: Path, name: str, kind: str, blank: Page, report: Callable[..., None]) -> Page:
    """A page without text, read: for a worker process, which keeps its engine from page to page.

    path, kind  the file that shows it, "pdf" or "image"
    Raises NoOcr if the extra is not installed, a refusal for a page that cannot be drawn.
    """
    if not available():
        raise refusals.NoOcr(file=name)
    importlib.import_module("cv2").setNumThreads(THREADS)
    return recognised(_picture(path, name, kind, blank), blank, _engine())


def recognised(picture: Any, page: Page, engine: Engine) -> Page:
    """The page with what the engine reads in its picture (a Pillow image of it as shown)."""
    import numpy as np
    from PIL import ImageOps

    from casereview.dossier.readers import ruled, straight

    picture = _enlarged(picture, page)
    edge = _EDGE if min(picture.size) < _TINY else 0
    across, down = page.width / picture.width, page.height / picture.height
    framed = ImageOps.expand(picture, edge, "white") if edge else picture
    view, seen = _seen(straight.straightened(np.asarray(framed)), engine)
    unit = 1 / max(across, down)
    rules = ruled.look(view.pixels, unit)
    for spot in ruled.seals(view.pixels, unit):
        seen = ocr_lines.mended(seen, _behind(spot, view.pixels, unit, engine), spot)
        seen = [piece for piece in seen if not _of_seal(piece, spot, view.pixels)]
        seen += _passed_over(rules.beside(spot), spot, seen, view.pixels, engine)
    pieces = [_read_again(piece, view.pixels, engine) for piece in seen]
    pieces += ocr_lines.strokes(rules.struck(), pieces)
    drawn = (rules.is_slash, rules.gaps, rules.is_ring, rules.is_underlined, rules.is_covered)
    lines = ocr_lines.arranged(pieces, rules.cells, rules.ticks, *drawn)
    runs = tuple(_run(line, view, across, down, edge) for line in lines if not _specks(lines))
    return Page(page.number, page.width, page.height, TextSource.OCR, runs)


def _enlarged(picture: Any, page: Page) -> Any:
    """A photograph that shows a whole page coarsely, at the resolution at which pages are drawn: thin rules blur away."""
    scale = DPI / 72 * page.width / picture.width
    if not (1.15 < scale < 3 and min(page.width, page.height) > _A_PAGE):
        return picture
    from PIL import Image

    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.resize(size, Image.Resampling.BICUBIC)


def _picture(path: Path, name: str, kind: str, page: Page) -> Any:
    if kind == "image":
        from PIL import ImageOps

        with images.opened(path, name) as image:
            image.seek(page.number - 1)
            return _limited(ImageOps.exif_transpose(image).convert("RGB"))
    from casereview.dossier.readers import pdf

    document = pdf.open_document(path, name, None)
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
    """What is read in the picture; one that reads badly may lie on its side or its head, and is read every way round.

    The recogniser's own guess, line by line, is left out: it turns over lines that stand.
    """
    pieces = _read(view.pixels, engine)
    said = sum(len(piece.text) for piece in pieces)
    if said and not _lies(pieces) and _worth(pieces) >= _READ_WELL * said:
        return view, pieces
    ways = [(view, pieces)]
    for turns in (1, 3) if _lies(pieces) else (2, 1, 3):
        turned = view.quarters(turns)
        ways.append((turned, _read(turned.pixels, engine)))
        if _stands(ways[-1][1]) or (not said and not ways[-1][1] and turns == 1):
            break  # read well, or nothing on its side either: an empty page
    best = max(ways, key=lambda way: _worth(way[1]))
    return best if _worth(best[1]) > _TURN * _worth(pieces) else ways[0]


def _stands(pieces: Sequence[Piece]) -> bool:
    """Whether a page reads so well that it need not be turned further."""
    said = sum(len(piece.text) for piece in pieces)
    return said > _A_FEW and not _lies(pieces) and _worth(pieces) >= _READ_WELL * said


def _read(pixels: Any, engine: Engine) -> list[Piece]:
    return _pieces(engine(pixels, use_det=True, use_cls=False, use_rec=True))


def _worth(pieces: Sequence[Piece]) -> float:
    """How many letters were read how surely; upright heads stand in every form, upright pages are none."""
    return sum(len(piece.text) * piece.score for piece in pieces if not piece.upright or len(piece.text) < 3)


def _behind(spot: tuple[int, int, int, int], pixels: Any, unit: float, engine: Engine) -> list[Piece]:
    """The lines that a red seal crosses, read where only the red light counts: the seal is white in it, ink is not."""
    top = max(int(spot[1] - _AROUND * unit), 0)
    band = _bleached(pixels[top : int(spot[3] + _AROUND * unit)])
    found = _read(band, engine)
    whole = [p for p in found if p.y0 > 2 and p.y1 < band.shape[0] - 2]  # a line cut through is no line
    return [replace(p, y0=p.y0 + top, y1=p.y1 + top) for p in whole if p.x0 < spot[2] and spot[0] < p.x1]


def _passed_over(
    rows: Sequence[tuple[int, int, int, int]],
    spot: tuple[int, int, int, int],
    seen: Sequence[Piece],
    pixels: Any,
    engine: Engine,
) -> list[Piece]:
    """Lines that run into a seal and that the recogniser therefore did not see at all: what of them stands outside of it.

    The letter next to the seal is doubtful: the word may go on under it.
    """
    import numpy as np

    found = []
    for x0, y0, x1, y1 in rows:
        if any(min(p.x1, x1) - max(p.x0, x0) > _TOLD * (x1 - x0) and p.y0 < (y0 + y1) / 2 < p.y1 for p in seen):
            continue
        left, top = max(x0 - 6, 0), max(y0 - 4, 0)
        strip = np.pad(pixels[top : y1 + 4, left : x1 + 6], ((_EDGE, _EDGE), (_EDGE, _EDGE), (0, 0)), mode="edge")
        to_the_right = x1 <= spot[0] + (x1 - x0) / 2
        pieces = sorted((_moved(p, left - _EDGE, top - _EDGE) for p in _read(strip, engine)), key=lambda p: p.x0)
        pieces = [piece for piece in pieces if piece.score >= _DOUBTFUL]
        for at in [len(pieces) - 1 if to_the_right else 0] if pieces else []:
            pieces[at] = ocr_lines.torn(pieces[at], right=to_the_right)
        found += [piece for piece in pieces if piece.text]
    return found


def _moved(piece: Piece, across: float, down: float) -> Piece:
    return replace(
        piece,
        x0=piece.x0 + across,
        x1=piece.x1 + across,
        y0=piece.y0 + down,
        y1=piece.y1 + down,
        edges=tuple(edge + across for edge in piece.edges),
        doubts=tuple((x + across, score) for x, score in piece.doubts),
    )


def _of_seal(piece: Piece, spot: tuple[int, int, int, int], pixels: Any) -> bool:
    """Whether a letter or two are the seal's own, off its rim: within it, and of red ink."""
    x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
    if len(piece.text) > 2 or not (spot[0] <= x <= spot[2] and spot[1] <= y <= spot[3]):
        return False
    part = pixels[max(int(piece.y0), 0) : int(piece.y1), max(int(piece.x0), 0) : int(piece.x1)].astype("int16")
    ink = part.min(axis=2) < part.min(axis=2).max() - 60
    red = part[..., 0] - part[..., 1:].max(axis=2) > _REDDISH
    return bool(ink.any()) and float(red[ink].mean()) > 0.5


def _bleached(pixels: Any) -> Any:
    """Red taken for paper: by its red light alone, and what shines through it darker by as much as it is darker than the red."""
    import numpy as np

    red: Any = pixels[..., 0].astype(np.int16)
    stamped = red - pixels[..., 1:].max(axis=2) > _REDDISH
    paper = float(np.percentile(red[stamped], 75)) if stamped.any() else 255.0
    light: Any = np.where(stamped, 255 - (paper - red) * _THROUGH, red)
    return np.repeat(np.clip(light, 0, 255).astype(np.uint8).reshape(*light.shape, 1), 3, axis=2)


def _lies(pieces: Sequence[Piece]) -> bool:
    """Whether the letters run up or down the page; a few upright heads of a form do not count."""
    long = [piece for piece in pieces if len(piece.text) > 3]
    tall = sum(len(piece.text) for piece in long if piece.upright)
    return len(long) > 1 and tall > _SIDEWAYS * sum(len(piece.text) for piece in long)


def _alone(part: Any, engine: Engine) -> tuple[str, float]:
    """One line cut out, read as it stands."""
    if min(part.shape[:2]) < 4:
        return "", 0.0
    result = engine(part, use_det=False, use_cls=False, use_rec=True)
    texts: Sequence[str] = getattr(result, "txts", None) or ()
    scores: Sequence[float] = getattr(result, "scores", None) or ()
    return (str(texts[0]), float(scores[0])) if len(texts) and len(scores) else ("", 0.0)


def _read_again(piece: Piece, pixels: Any, engine: Engine) -> Piece:
    """A doubtful line, read again as it stands (the recogniser turns some lines over) and without the red of a seal.

    The better reading is kept; the places of its letters are lost where they are others.
    """
    if piece.score >= _DOUBTFUL:
        return piece
    part = pixels[max(int(piece.y0), 0) : int(piece.y1) + 1, max(int(piece.x0), 0) : int(piece.x1) + 1]
    if piece.upright:
        part = _laid_down(part, len(piece.text))
    tries = [part]
    if part.size and (part[..., 0].astype("int16") - part[..., 1:].max(axis=2) > _REDDISH).mean() > _RED:
        tries.append(_bleached(part))
    text, score = max((_alone(one, engine) for one in tries), key=lambda read: read[1])
    if score <= piece.score + _BETTER or not text.strip():
        return piece
    text = text.strip()
    if text == _BARE.sub("", piece.text):  # boxes to tick are told by what is drawn
        return replace(piece, score=round(score, 4))
    edges = piece.edges if len(text) == len(piece.text) else ()
    return replace(piece, text=text, score=round(score, 4), edges=edges, doubts=())


def _laid_down(part: Any, letters: int) -> Any:
    """Letters that stand below each other, side by side."""
    import numpy as np

    step = part.shape[0] // letters
    return np.hstack([part[step * number : step * (number + 1)] for number in range(letters)])


def _pieces(result: Any) -> list[Piece]:
    if result.boxes is None:
        return []
    words = result.word_results or ()
    told = words if len(words) == len(result.txts) else [()] * len(result.txts)
    pieces = []
    for corners, text, score, letters in zip(result.boxes, result.txts, result.scores, told):
        xs, ys = [float(c[0]) for c in corners], [float(c[1]) for c in corners]
        if text.strip():
            sides = [_letter(letter) for letter in letters]
            doubts = tuple(
                ((left + right) / 2, round(float(told[1]), 2))
                for told, (sign, left, right) in zip(letters, sides)
                if float(told[1]) < _UNSURE and sign.isalnum()
            )
            whole = Piece(text.strip(), min(xs), min(ys), max(xs), max(ys), round(float(score), 4), doubts=doubts)
            pieces.append(ocr_lines.spaced(whole, sides))
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
    return Run(line.text, box, edges, line.score, "", line.cell, _doubts(line))


def _doubts(line: Piece) -> tuple[tuple[int, float], ...]:
    """The doubtful letters by their place in the text; a line read again as a whole has the doubt of the whole."""
    if not line.edges:
        return ()
    places = ((bisect_right(line.edges, x) - 1, score) for x, score in sorted(line.doubts))
    return tuple((at, score) for at, score in places if 0 <= at < len(line.text))
