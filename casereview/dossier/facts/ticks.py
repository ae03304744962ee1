"""Boxes to tick: what stands beside each and whether it is ticked; the rights that a notice grants."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from casereview.dossier.facts.found import Found
from casereview.dossier.facts.labels import Labelled
from casereview.dossier.facts.stream import CELL, WIDE, Stream
from casereview.dossier.model import Paper

_BOX = re.compile(r"[□☐◻](?P<in>[√✓✔■])?|[☑☒√■✓✔](?![■√])")
_EMPTY = "□☐◻"
_STOP = re.compile(r"[。；;]")
_LONGEST = 60
_BLANKS = re.compile(r"_+\\?_*|(?<=_)\\")
_NUMBER = re.compile(r"^\(?\d{1,2}[.、)]?")


def read(stream: Stream, paper: Paper, items: Sequence[Labelled]) -> list[Found]:
    ticks = list(_ticks(stream, sorted(item.label.start for item in items)))
    out = [Found("tick", {"label": label, "ticked": on}, start, end, 0.95) for start, end, label, on in ticks]
    return out + (_rights(stream, ticks) if paper.form == "F11" else [])


def _ticks(stream: Stream, labels: Sequence[int]) -> Iterator[tuple[int, int, str, bool]]:
    text = stream.text
    boxes = [match for match in _BOX.finditer(text) if _is_box(text, match)]
    for number, match in enumerate(boxes):
        limit = boxes[number + 1].start() if number + 1 < len(boxes) else len(text)
        next_label = next((at for at in labels if at > match.end()), limit)
        end = _label_end(stream, match.end(), min(limit, next_label, match.end() + _LONGEST))
        label = _NUMBER.sub("", _BLANKS.sub("", text[match.end() : end])).strip("\\/:：;；")
        if label:
            yield match.start(), end, label, match[0][0] not in _EMPTY or bool(match["in"])


def _is_box(text: str, match: re.Match[str]) -> bool:
    """Not the √ of the instruction 打“√”的."""
    around = text[max(match.start() - 1, 0) : match.end() + 1]
    return (
        not any(quote in around for quote in "“”\"'内") and text[max(match.start() - 3, 0) : match.start()] != "序号前"
    )


def _label_end(stream: Stream, start: int, limit: int) -> int:
    at = start
    while at < limit and not _STOP.match(stream.text, at):
        if (at > start and stream.cuts[at] >= CELL) or (stream.cuts[at] == WIDE and at > start + 1):
            break
        at += 1
    return at


def _rights(stream: Stream, ticks: list[tuple[int, int, str, bool]]) -> list[Found]:
    """Which rights the notice grants: the box before the sentence, or the sentence alone on a form without boxes.

    On a recognised page a box may be there and unseen: then nobody knows whether it is ticked, and nothing is read.
    """
    out = []
    for right, words in (("statement", r"陈述|申辩"), ("hearing", r"听证")):
        place = re.compile(rf"[^。;；□☑√■☐☒]*(?:{words})[^。]*").search(stream.text)
        boxed = [(start, end, on) for start, end, _, on in ticks if _says(stream.text, start, words, ticks)]
        if boxed:
            start, end, on = boxed[0]
            out.append(Found("notice.right", {"right": right, "ticked": on}, start, end, 0.95))
        elif place and not ticks and not stream.recognised:
            out.append(Found("notice.right", {"right": right, "ticked": True}, place.start(), place.end(), 0.8))
    return out


def _says(text: str, start: int, words: str, ticks: list[tuple[int, int, str, bool]]) -> bool:
    following = [begin for begin, *_ in ticks if begin > start]
    limit = min([*following, start + 160])
    other = "听证" if "陈述" in words else ""
    sentence = text[start:limit]
    return re.search(words, sentence) is not None and not (other and other in sentence and "陈述" not in sentence)
