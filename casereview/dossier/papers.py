"""Members to papers: where each paper begins, which form it is, how that is known and how surely.

Three sources, in this order: the title at the head of a page, the dossier's own catalogue, the name of the file.
A page that nothing claims stays by itself as X-OTHER; it is not put under the paper before it unless something on
it says that it belongs there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from casereview.dossier import catalogue, titles
from casereview.dossier.forms import CATALOGUE, OTHER, PHOTO, Form, FormPack, shipped
from casereview.dossier.model import Member, Paper, TextSource
from casereview.dossier.pageview import PageView, Row, page_views
from casereview.dossier.titles import Titled

_HEAD_ROWS = 9  # rows from the top among which a title stands
_TOP_ROWS = 3  # … and one with a number in the column beside it
_OF = r"页[,，/、]?\(?共\d{1,3}页"  # with its total: the page of a paper; alone it may number the whole volume
_PAGE_ONE = re.compile(rf"第[1一]{_OF}")
_LATER_PAGE = re.compile(rf"第(?:[2-9]|[1-9]\d|[二三四五六七八九十]){_OF}|续页|附页|接上页|\(续\)")
_OWN_WORD = 4  # letters; a shorter title (目录, 案卷) is a word of every book and needs its form's anchors
_DAMAGED = 0.7  # a title less exact than this needs two anchors
_COLUMNS = re.compile(r"[ \u3000]{2,}|\t| (?=[^\s\u3000]{3})")
_BESIDE = re.compile(
    r"^(?:(?:案号|文号|编号|文书编号|No\.?|№):?.*|[一-龥]{1,12}[\[(〔].*号|第?.{1,3}页.*|第?[一二三四1-4]联.*|存根联?|[(\[][^()]{1,8}[)\]]|"
    r"[一-龥]{2,24}(?:局|队|厅|委员会|中心))$"
)
_CAPTION = re.compile(r"拍摄|照片|图\d|图片|截图")
_OPEN_END = re.compile(r"[^。；;！？!?:：)）》”0-9日]$")


@dataclass(frozen=True, slots=True)
class _Start:
    form: Form
    title: str
    confidence: float
    way: str


@dataclass(slots=True)
class _Open:
    """The paper being put together."""

    start: _Start
    views: list[PageView]
    confidence: float


def split(members: Sequence[Member], forms: FormPack | None = None) -> tuple[Paper, ...]:
    """The papers of a dossier in reading order; together they hold every page once."""
    pack = forms or shipped()
    pages = page_views(members)
    starts = _by_title(pages, pack)
    _by_catalogue(starts, pages, pack)
    _by_file_name(starts, members, pages, pack)
    kinds = {member.sha256: member.kind for member in members}
    return tuple(_paper(number, item) for number, item in enumerate(_gather(pages, starts, kinds, pack), 1))


def _by_title(pages: Sequence[PageView], pack: FormPack) -> dict[int, _Start]:
    starts: dict[int, _Start] = {}
    for index, view in enumerate(pages):
        following = pages[index + 1].text if index + 1 < len(pages) else ""
        start = _title(view, following, pack)
        if start:
            starts[view.number] = start
    return starts


def _title(view: PageView, following: str, pack: FormPack) -> _Start | None:
    """The title among the first rows, alone on its row, that its form's anchors confirm or that stands as titles stand."""
    recognised = view.page.source is TextSource.OCR
    head = view.rows[:_HEAD_ROWS]
    for index, row in enumerate(head):
        titled = _titled(head, index, pack, recognised)
        if titled is None:
            continue
        anchors = sum(1 for anchor in titled.form.anchors if anchor in view.text or anchor in following)
        if not anchors and (titled.exact < 0.9 or len(titled.title) < _OWN_WORD or not _stands_out(row, view)):
            continue
        if titled.exact < _DAMAGED and anchors < min(2, len(titled.form.anchors)):
            continue
        confidence = titled.exact * (0.9 + 0.05 * min(anchors, 2))
        return _Start(titled.form, titled.title, round(confidence, 2), "title")
    return _by_ending(view, pack)


def _by_ending(view: PageView, pack: FormPack) -> _Start | None:
    """A heading that says more than the title, if the form's anchors stand on the page."""
    titled = titles.ending(_own_heading(view), pack)
    if titled and any(anchor in view.text.replace(titled.title, "") for anchor in titled.form.anchors):
        return _Start(titled.form, titled.title, titled.exact, "title")
    return None


def _titled(head: Sequence[Row], index: int, pack: FormPack, recognised: bool) -> Titled | None:
    row = head[index]
    beside = _beside_a_number(row, pack) if index < _TOP_ROWS else None
    if beside or not _one_piece(row):
        return beside
    one = titles.title_of(row.text, pack, recognised=recognised)
    if one and one.exact == 1.0:
        return one
    if index + 1 < len(head) and _one_piece(head[index + 1]) and len(row.text) <= 20:
        two = titles.title_of(row.text + head[index + 1].text, pack)
        if two and two.exact >= 0.95 and len(two.title) > len(head[index + 1].text):
            return two
    return one


def _beside_a_number(row: Row, pack: FormPack) -> Titled | None:
    """A title in a column of its own: the paper's number, its issuer or its page stand at the same height."""
    pieces = [piece for run in row.runs for piece in _COLUMNS.split(run.text.strip()) if piece]
    if len(pieces) < 2:
        return None
    named = [titles.title_of(piece, pack) for piece in pieces]
    exact = [titled for titled in named if titled and titled.exact == 1.0]
    others = [titles.folded(piece) for piece, titled in zip(pieces, named) if titled is None]
    sure = len(exact) == 1 and len(others) == len(pieces) - 1 and all(map(_BESIDE.match, others))
    return replace(exact[0], exact=0.95) if sure else None


def _one_piece(row: Row) -> bool:
    """Whether a row is one line of text and not cells side by side (a letter-spaced title may come as several runs)."""
    return len(row.runs) == 1 or all(len(run.text.strip()) <= 2 for run in row.runs)


def _stands_out(row: Row, view: PageView) -> bool:
    centred = abs(row.middle - view.page.width / 2) < 0.12 * view.page.width
    return row.height > 1.15 * view.height or (centred and row.top < 0.3 * view.page.height)


def _by_catalogue(starts: dict[int, _Start], pages: Sequence[PageView], pack: FormPack) -> None:
    """Fill in where the catalogue says that a paper begins and no title was read."""
    listed = [number for number, start in starts.items() if start.form.code == CATALOGUE]
    if not listed:
        return
    own = [view for view in pages if listed[0] <= view.number < _next(starts, listed[0], len(pages) + 1)]
    rows = catalogue.entries(own, pack)
    titled = {number: start.form.code for number, start in starts.items()}
    # A row whose paper bears its title is that paper, wherever it is bound: the page it gives is then only wrong.
    found, listed_as = Counter(titled.values()), Counter(row.form for row in rows)
    for number, row in catalogue.starts(rows, titled, len(pages)).items():
        if row.form and found[row.form] >= listed_as[row.form]:
            continue
        if number not in starts and number not in {view.number for view in own}:
            form = pack.get(row.form or OTHER)
            starts[number] = _Start(form, row.title or form.title, 0.7, "catalogue")


def _next(starts: dict[int, _Start], number: int, end: int) -> int:
    return min((other for other in starts if other > number), default=end)


def _by_file_name(
    starts: dict[int, _Start], members: Sequence[Member], pages: Sequence[PageView], pack: FormPack
) -> None:
    names = {member.sha256: member.name for member in members}
    before = ""
    for view in pages:
        if view.file != before and view.number not in starts:
            form = titles.mentioned(
                re.sub(r"\.\w{2,5}$", "", names[view.file].replace("\\", "/").rsplit("/", 1)[-1]), pack
            )
            if form:
                starts[view.number] = _Start(form, form.title, 0.75, "file-name")
        before = view.file


def _gather(pages: Sequence[PageView], starts: dict[int, _Start], kinds: dict[str, str], pack: FormPack) -> list[_Open]:
    out: list[_Open] = []
    for view in pages:
        start = starts.get(view.number)
        last = out[-1] if out else None
        if start and last and (_same_picture_series(start, last, view, kinds) or _repeats(start, last, view)):
            last.views.append(view)
        elif start:
            out.append(_Open(start, [view], start.confidence))
        elif last and (sure := _goes_on(last, view, kinds, pack)):
            last.views.append(view)
            last.confidence = min(last.confidence, sure)
        else:
            rest = _rest(view, pack)
            out.append(_Open(rest, [view], rest.confidence))
    return out


def _repeats(start: _Start, last: _Open, view: PageView) -> bool:
    """A paper whose every page bears its title: 询问笔录 … 第2页 共3页."""
    same = start.way == "title" and start.form == last.start.form and last.views[-1].file == view.file
    return same and _LATER_PAGE.search(view.text) is not None


def _same_picture_series(start: _Start, last: _Open, view: PageView, kinds: dict[str, str]) -> bool:
    """询问笔录1.jpg and 询问笔录2.jpg: pictures of one paper."""
    same = start.way == "file-name" and start.form == last.start.form
    return same and kinds[view.file] == "image" and kinds[last.views[-1].file] == "image"


def _goes_on(last: _Open, view: PageView, kinds: dict[str, str], pack: FormPack) -> float:
    """How surely a page without a title belongs to the paper before it; 0.0 if nothing says so."""
    before = last.views[-1]
    new_file = before.file != view.file
    if new_file and (kinds[view.file] != "image" or kinds[before.file] != "image"):
        return 0.0
    if not view.text:
        return _wordless(last, view, new_file)
    if _LATER_PAGE.search(view.text) or (not new_file and _same_table(before, view)):
        return 0.95
    if _PAGE_ONE.search(view.text):
        return 0.0
    form = last.start.form
    if form.code == CATALOGUE:
        return 0.9 if catalogue.entries([view], pack) else 0.0
    if form.code in (OTHER, PHOTO):
        return 0.5 if (form.code == OTHER) != bool(_CAPTION.search(view.text)) else 0.0
    hits = sum(1 for word in form.inside if word in view.text)
    if hits < 2 and _own_heading(view):
        return 0.0
    return 0.9 if hits else _by_shape(before, view)


def _same_table(before: PageView, view: PageView) -> bool:
    """Whether a table of a Word file runs over from page to page; a recogniser counts the tables of each page anew."""
    if TextSource.OCR in (before.page.source, view.page.source):
        return False
    last = next((run.cell for run in reversed(before.page.runs) if run.text.strip()), None)
    first = next((run.cell for run in view.page.runs if run.text.strip()), None)
    return last is not None and first is not None and last[0] == first[0]


def _own_heading(view: PageView) -> str:
    """A large, centred line at the head: a title, even one that no form has. "" if there is none."""
    for row in [row for row in view.rows[:3] if len(row.text) > 1 and row.top < 0.25 * view.page.height][:1]:
        large = row.height > 1.25 * view.height and abs(row.middle - view.page.width / 2) < 0.1 * view.page.width
        even = len({len(word) for word in row.runs[0].text.split()} | {1}) <= 2  # one word, or letter by letter
        if large and even and _one_piece(row) and 2 <= len(row.text) <= 40:
            return row.text
    return ""


def _wordless(last: _Open, view: PageView, new_file: bool) -> float:
    """An empty back belongs to its front; a picture without words belongs to other such pictures only."""
    if view.page.source is TextSource.NONE:
        return 0.5 if last.start.form.code in (OTHER, PHOTO) and not new_file else 0.0
    return 0.0 if new_file else 0.9


def _by_shape(before: PageView, view: PageView) -> float:
    """Running text that goes on: an unfinished sentence, or lines as long and as far left as on the page before."""
    if not before.text:
        return 0.0
    if _OPEN_END.search(before.rows[-1].text) and len(before.rows[-1].text) > 20:
        return 0.85
    long = [row for row in view.rows if len(row.text) > 20]
    if len(long) >= 3 and abs(view.left - before.left) < 12 and abs(view.height - before.height) < 2:
        return 0.6
    return 0.0


def _rest(view: PageView, pack: FormPack) -> _Start:
    code = PHOTO if _CAPTION.search(view.text) and len(view.text) < 400 else OTHER
    form = pack.get(code)
    return _Start(form, _own_heading(view) or form.title, 0.6 if code == PHOTO else 0.3, "rest")


def _paper(number: int, item: _Open) -> Paper:
    return Paper(
        id=f"p{number:02}",
        form=item.start.form.code,
        title=item.start.title,
        file=item.views[0].file,
        pages=tuple(view.number for view in item.views),
        file_pages=tuple(view.page.number for view in item.views),
        confidence=item.confidence,
        way=item.start.way,
    )
