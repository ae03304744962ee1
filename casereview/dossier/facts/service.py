"""Service receipts (送达回证): which paper was served when, how, and who signed. Table or lines, one row or several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier import titles
from casereview.dossier.facts import patterns, reads
from casereview.dossier.facts.found import Found
from casereview.dossier.facts.patterns import Hit
from casereview.dossier.facts.stream import GAP, Stream
from casereview.dossier.forms import FormPack
from casereview.dossier.model import Box, Paper

# The ways of service of 民事诉讼法 chapter 7 section 2, by the words that receipts use for them.
METHODS = {
    "直接": "直接送达", "当场": "直接送达", "当面": "直接送达", "留置": "留置送达", "邮寄": "邮寄送达", "邮政": "邮寄送达", "EMS": "邮寄送达",
    "挂号": "邮寄送达", "电子": "电子送达", "公告": "公告送达", "委托": "委托送达", "转交": "转交送达",
}  # fmt: skip
_HEADS = {
    "paper": re.compile(r"送达(?:的)?(?:法律|执法)?文书(?:的)?(?:名称)?(?:及|、|和)?(?:文号|件数|编号)?(?:\([^()]{1,8}\))?"),
    "signed": re.compile(r"(?:收件人|受送达人|收达人|签收人|受送达人或代收人)(?:\([^()]{1,6}\))?(?:签名|签字|签收)?(?:或(?:者)?(?:盖章|签名))?(?:\(?盖章\)?)?"),
    "place": re.compile(r"送达地[点址]"),
    "on": re.compile(r"(?:送达|收到|签收)(?:日期|时间)(?:\([^()]{1,6}\))?"),
    "method": re.compile(r"送达方式"),
    "server": re.compile(r"送达人(?:员)?(?:签名)?(?:\([^()]{1,6}\))?"),
}  # fmt: skip
_SELF = re.compile(
    r"(?:当事人|被处罚人|受送达人|签收人|收件人)(?:或(?:其)?代理人|\(?签名\)?)?(?:签名|签收|签字)?(?:\(盖章\)|\(签名或盖章\)|或盖章)?:"
    r"(?P<who>[一-龥·]{0,12}?)(?:\(?(?:签收)?(?:日期|时间)\)?:?)?(?P<on>" + patterns.DATE_TEXT + ")"
)
_ON_THE_SPOT = frozenset(("F08", "F11", "F12", "F14", "F15", "F16", "F19"))
_BLANK = re.compile(r"^[\\/—_\-－]*$")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A stretch of the stream that is one line of a cell."""

    start: int
    end: int
    box: Box
    page: int
    cell: tuple[int, int, int] | None

    @property
    def middle(self) -> float:
        return (self.box.x0 + self.box.x1) / 2


def read(stream: Stream, paper: Paper, forms: FormPack) -> list[Found]:
    """`service` facts: {"paper", "form", "no", "on", "method", "signed"}; form is a code or ""."""
    if paper.form == "F23":
        heads = _heads(stream)
        rows = list(_rows(stream, heads)) if len(heads) >= 3 else [_lines(stream)]
        return [fact for row in rows if (fact := _fact(stream, row, forms))]
    if paper.form in _ON_THE_SPOT:
        return _signed_for(stream, paper)
    return []


def of_hearing_notice(served: Sequence[Found]) -> list[Found]:
    """The day a hearing notice was served, under its own name."""
    return [
        Found("hearing.notice_served_on", fact.value["on"][:10], fact.start, fact.end, fact.confidence)
        for fact in served
        if fact.value["form"] == "F12" and fact.value["on"]
    ]


def _signed_for(stream: Stream, paper: Paper) -> list[Found]:
    """The line on the paper itself where the party signs for it."""
    match = _SELF.search(stream.text)
    if match is None:
        return []
    hit = next(patterns.dates(stream.text, *match.span("on")), None)
    value = {"paper": paper.title, "form": paper.form, "no": "", "method": "直接送达", "signed": match["who"]}
    return [Found("service", value | {"on": hit.value}, hit.start, hit.end, 0.9)] if hit else []


def _heads(stream: Stream) -> dict[str, _Cell]:
    """The head of the table: at least three headings that stand beside each other."""
    found: dict[str, list[_Cell]] = {}
    for name, pattern in _HEADS.items():
        found[name] = [
            _cell(stream, m.start(), m.end()) for m in pattern.finditer(stream.text) if _stands_alone(stream, m.end())
        ]
    for anchor in found["on"] + found["method"]:
        row = {name: cell for name, cells in found.items() for cell in cells if _same_row(anchor, cell)}
        if len(row) >= 3:
            return row
    return {}


def _stands_alone(stream: Stream, end: int) -> bool:
    return end == len(stream.text) or stream.cuts[end] > 0


def _same_row(one: _Cell, other: _Cell) -> bool:
    if one.page != other.page:
        return False
    if one.cell and other.cell:
        return one.cell[:2] == other.cell[:2]
    return (one.box.y0 < other.box.y1 + 2 and other.box.y0 < one.box.y1 + 2 and one.box != other.box) or one is other


def _cell(stream: Stream, start: int, end: int) -> _Cell:
    return _Cell(start, end, stream.box_of(start, end), stream.sheet(start), stream.run(start).cell)


def _rows(stream: Stream, heads: dict[str, _Cell]) -> Iterator[dict[str, list[_Cell]]]:
    """The rows under the heads, each as its cells' lines by column."""
    page = next(iter(heads.values())).page
    bottom = max(head.box.y1 for head in heads.values())
    pieces = [
        piece for piece in _pieces(stream) if (piece.page == page and piece.box.y0 > bottom - 1) or _under(piece, heads)
    ]
    for group in _groups(stream, pieces, heads):
        row: dict[str, list[_Cell]] = {}
        for piece in group:
            row.setdefault(_column(piece, heads), []).append(piece)
        yield row


def _under(piece: _Cell, heads: dict[str, _Cell]) -> bool:
    head = next(iter(heads.values()))
    return bool(piece.cell and head.cell and piece.cell[0] == head.cell[0] and piece.cell[1] > head.cell[1])


def _pieces(stream: Stream) -> Iterator[_Cell]:
    """Lines of cells: runs, cut at white space, since a line of text may run over the borders of columns."""
    start = 0
    for at in range(1, len(stream.text) + 1):
        if at == len(stream.text) or stream.cuts[at] >= GAP:
            yield _cell(stream, start, at)
            start = at


def _column(piece: _Cell, heads: dict[str, _Cell]) -> str:
    if piece.cell:
        same = [name for name, head in heads.items() if head.cell and head.cell[2] == piece.cell[2]]
        if same:
            return same[0]
    return min(heads, key=lambda name: abs(heads[name].middle - piece.middle))


def _groups(stream: Stream, pieces: Sequence[_Cell], heads: dict[str, _Cell]) -> list[list[_Cell]]:
    """Rows: by the table's own rows, else at the widest vertical gaps, as many as there are dates."""
    if any(piece.cell for piece in pieces):
        by_row: dict[int, list[_Cell]] = {}
        for piece in pieces:
            if piece.cell:
                by_row.setdefault(piece.cell[1], []).append(piece)
        return [by_row[row] for row in sorted(by_row)]
    ordered = sorted(pieces, key=lambda piece: (piece.page, piece.box.y0))
    groups: list[list[_Cell]] = []
    bottom = 0.0
    for piece in ordered:
        height = piece.box.y1 - piece.box.y0
        if groups and piece.page == groups[-1][-1].page and piece.box.y0 < bottom + 0.72 * height:
            groups[-1].append(piece)
            bottom = max(bottom, piece.box.y1)
        else:
            groups.append([piece])
            bottom = piece.box.y1
    return [part for group in groups for part in _by_dates(stream, group, heads)]


def _by_dates(stream: Stream, group: list[_Cell], heads: dict[str, _Cell]) -> list[list[_Cell]]:
    """Rows without a gap between them: one date a row says where each begins."""
    dated = [piece for piece in group if _column(piece, heads) == "on"]
    words = "".join(stream.text[piece.start : piece.end] for piece in sorted(dated, key=lambda piece: piece.box.y0))
    count = len(list(patterns.dates(words)))
    if count < 2:
        return [group]
    named = sorted((piece for piece in group if _column(piece, heads) == "method"), key=lambda piece: piece.box.y0)
    starts = [piece for piece in named if _method(stream.text[piece.start : piece.end])]
    if len(starts) != count:
        return [group]
    middles = [(piece.box.y0 + piece.box.y1) / 2 for piece in starts]
    rows: list[list[_Cell]] = [[] for _ in starts]
    for piece in group:
        middle = (piece.box.y0 + piece.box.y1) / 2
        rows[min(range(count), key=lambda i: abs(middles[i] - middle))].append(piece)
    return rows


def _lines(stream: Stream) -> dict[str, list[_Cell]]:
    """A receipt without a table: each heading with its value after it."""
    heads = sorted((m.start(), m.end(), name) for name, p in _HEADS.items() for m in p.finditer(stream.text) if m[0])
    row: dict[str, list[_Cell]] = {}
    for number, (_, end, name) in enumerate(heads):
        limit = heads[number + 1][0] if number + 1 < len(heads) else len(stream.text)
        stop = min([limit, end + 80])
        if stop > end and name not in row:
            row[name] = [_cell(stream, end, stop)]
    return row


def _fact(stream: Stream, row: dict[str, list[_Cell]], forms: FormPack) -> Found | None:
    """One row as a fact; a row of strokes is none, and neither is one without a paper's name or a date."""
    words = {name: _text(stream, cells) for name, cells in row.items()}
    title = words.get("paper", "")
    on = next(patterns.moments(words.get("on", "")), None)
    if _BLANK.match(title) or (on is None and not _method(words.get("method", ""))):
        return None
    form = titles.mentioned(title, forms)
    number = next(patterns.case_numbers(title), None)
    signed = words.get("signed", "").strip("\\/—_:")
    dated = next(patterns.dates(signed), None)
    value = {
        "paper": _title(title, number),
        "form": form.code if form else "",
        "no": number.value if number else "",
        "on": on.value if on else (dated.value if dated else ""),
        "method": _method(words.get("method", "")),
        "signed": re.sub(r"(?:签名|签收|签字|日期|时间).*", "", signed[: dated.start] if dated else signed).strip(
            "():,，"
        ),
    }
    cells = row.get("on") or row["paper"]
    start, end = _span(stream, cells, on)
    return Found("service", value, start, end, 0.95 if form and on else 0.7)


def _text(stream: Stream, cells: Sequence[_Cell]) -> str:
    return "".join(
        stream.text[cell.start : cell.end]
        for cell in sorted(cells, key=lambda cell: (cell.page, cell.box.y0, cell.box.x0))
    )


def _title(title: str, number: Hit | None) -> str:
    bare = title[: number.start] if number and number.start else title
    return bare.strip("《》()（）:：_\\/、,")


def _span(stream: Stream, cells: Sequence[_Cell], on: Hit | None) -> tuple[int, int]:
    """The characters of the date; over a cell's lines when these follow each other in the stream."""
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    if on:
        hit = next(patterns.dates(stream.text, start, end), None)
        if hit:
            return hit.start, hit.end
    return reads.trimmed(stream, start, end)


def _method(words: str) -> str:
    ticked = re.search(r"[☑☒√■✓✔]([^□☐☑☒√■✓✔]{1,8})", words)
    part = ticked[1] if ticked else "" if re.search("[□☐]", words) else words
    return next((code for word, code in METHODS.items() if word in part), "")
