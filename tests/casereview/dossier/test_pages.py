"""Notes on pages: blank, turned, twice, the same photograph in two cases, missing and without number."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter
from sqlite_utils import Database

from casereview import words
from casereview.dossier import actions
from casereview.dossier.guard import Failed, Limits
from casereview.dossier.intake import Order, OrderEntry
from casereview.dossier.pages import PageFinding
from casereview.dossier.readers import looks, read_file, refusals
from casereview.dossier.readers.looks import PageLook
from casereview.dossier.runners import without_culprit
from casereview.record import Author
from tests.casereview.dossier.builders import A4, pdf_of, scan_of


def a_photo(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Shapes of many greys on no paper."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, (chance.randrange(40, 140),) * 3)
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        width, height = chance.randrange(40, 260), chance.randrange(40, 260)
        draw.ellipse(
            (x - width, y - height, x + width, y + height), fill=tuple(chance.randrange(256) for _ in range(3))
        )
    return image.filter(ImageFilter.GaussianBlur(6))


def a_scan(lines: int, number: str = "") -> Image.Image:
    """White paper with lines of print, each at its own length."""
    image = Image.new("L", (827, 1170), 250)
    draw = ImageDraw.Draw(image)
    for line in range(lines):
        draw.rectangle((100, 100 + 40 * line, 300 + (lines * 97 + line * 131) % 400, 118 + 40 * line), fill=20)
    draw.text((760, 30), number, fill=0)
    return image


def turned_pdf(folder: Path, name: str, turn: int) -> Path:
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    path = folder / f"{name}.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName=fonts.register(fonts.Face.SONG))
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(turn)
    canvas.setFont(fonts.register(fonts.Face.SONG), 14)
    for line in range(8):
        canvas.drawString(-200, 200 - 30 * line, f"第{line}行 询问笔录的文字内容")
    canvas.save()
    return path


def said(db: Database, author: Author, *paths: Path) -> list[PageFinding]:
    _, report = actions.take_in(db, author, paths, executor="thread")
    return actions.page_findings(db, report.taken[0])


def by_code(found: list[PageFinding]) -> dict[str, list[tuple[int, ...]]]:
    out: dict[str, list[tuple[int, ...]]] = {}
    for finding in found:
        out.setdefault(finding.code, []).append(finding.pages)
        for language in words.LANGUAGES:
            sentence = words.render(f"page_finding.{finding.code}", language, **finding.parameters)
            assert "{" not in sentence and not sentence.startswith("page_finding")
    return out


def test_an_ordinary_dossier_has_nothing_to_say(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "案卷"
    pdf_of(folder, "a", "行政处罚决定书\n第一页的文字", "第二页的文字")
    a_scan(12).save(folder / "b.png")
    a_scan(17).save(folder / "c.png")
    a_photo(1).save(folder / "d.jpg")
    a_photo(2).save(folder / "e.jpg")
    assert said(db, author, folder) == []


def test_blank_pages_are_named_in_text_and_in_scans(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "案卷"
    pdf_of(folder, "a", "第一页的文字", "", "第三页")
    a_scan(0).save(folder / "b.png")
    a_scan(0, number="5").save(folder / "c.png")  # a stamped number is no content
    a_scan(1).save(folder / "d.png")
    assert by_code(said(db, author, folder)) == {"blank": [(2, 4, 5)]}


@pytest.mark.parametrize(("turn", "code"), [(180, "upside-down"), (90, "sideways"), (270, "sideways"), (0, "")])
def test_turned_pages_of_text_are_told(db: Database, author: Author, tmp_path: Path, turn: int, code: str) -> None:
    found = by_code(said(db, author, turned_pdf(tmp_path, "a", turn)))
    assert found == ({code: [(1,)]} if code else {})


def test_a_page_that_is_there_twice_is_told(db: Database, author: Author, tmp_path: Path) -> None:
    folder = tmp_path / "案卷"
    text = "询问笔录\n问：你叫什么名字？答：张某某。问：你的车牌号是多少？答：晋K12345。"
    pdf_of(folder, "a", text, "另一页的文字内容，比三十个字还要长一些，因此可以拿来与别的页面进行比较。", text)
    a_scan(12).save(folder / "b.png")
    a_scan(12).save(folder / "c.bmp")
    assert by_code(said(db, author, folder)) == {"duplicate": [(1, 3), (4, 5)]}


@pytest.mark.parametrize("how", ["saved anew", "smaller", "brighter"])
def test_one_photograph_in_two_sizes_is_told_and_two_photographs_are_not(
    db: Database, author: Author, tmp_path: Path, how: str
) -> None:
    folder = tmp_path / "案卷"
    folder.mkdir()
    photo = a_photo(3)
    photo.save(folder / "a.jpg", quality=95)
    other = {
        "saved anew": photo,
        "smaller": photo.resize((320, 240)),
        "brighter": photo.point(lambda value: min(255, int(value * 1.15))),
    }[how]
    other.save(folder / "b.jpg", quality=40)
    a_photo(4).save(folder / "c.jpg")
    assert by_code(said(db, author, folder)) == {"similar": [(1, 2)]}


def test_different_photographs_are_far_apart(tmp_path: Path) -> None:
    from casereview.dossier.pages import NEAR, distance
    from casereview.dossier.readers.looks import look_of

    looks = [look_of("f", n, a_photo(n).convert("L").resize((256, 192))) for n in range(40)]
    assert min(distance(a, b) for a in looks for b in looks if a is not b) > NEAR + 4


def test_a_scan_is_looked_at_without_being_drawn_and_looks_the_same_however_it_is_wrapped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Upright and over the whole page: decoded small. Laid askew, beside something, or no JPEG: drawn as before."""
    a_scan(9).save(tmp_path / "s.jpg", quality=80)
    (alone,) = looks_of(tmp_path / "s.jpg")
    quick = looks_of(laid(tmp_path, "whole"))[0]
    assert quick.exact == alone.exact
    found = {how: looks_of(laid(tmp_path, how))[0] for how in ("askew", "half", "with a line", "turned page")}
    assert all(look.exact != alone.exact for look in found.values())
    monkeypatch.setattr(looks, "_scan", lambda page: None)
    drawn = looks_of(laid(tmp_path, "whole"))[0]
    assert (drawn.look ^ quick.look).bit_count() <= 6  # two photographs differ in twenty and more
    assert drawn.ink == pytest.approx(quick.ink, abs=0.01) and drawn.photo == quick.photo
    for how, look in found.items():
        assert looks_of(laid(tmp_path, how))[0] == look, how


def looks_of(path: Path) -> list[PageLook]:
    return list(looks.looks(read_file(path, path.name), path))


def laid(folder: Path, how: str) -> Path:
    """A PDF with that scan on its page."""
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    path = folder / f"{how}.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName=fonts.register(fonts.Face.SONG))
    if how == "turned page":
        canvas.setPageRotation(90)
    if how == "askew":
        canvas.rotate(1)
    canvas.drawImage(str(folder / "s.jpg"), 0, 0, A4[0], A4[1] * (0.96 if how == "half" else 1))
    if how == "with a line":
        canvas.line(100, 100, 400, 400)
    canvas.save()
    return path


def test_the_same_photograph_in_two_cases_of_a_unit_is_told_with_its_place(
    db: Database, author: Author, tmp_path: Path
) -> None:
    for unit, case, seed in (("祁县", "案卷1", 5), ("祁县", "案卷2", 5), ("祁县", "案卷3", 6), ("太谷区", "案卷4", 5)):
        folder = tmp_path / unit / case
        pdf_of(folder, "a", f"{case}的决定书")
        a_photo(seed).save(folder / "照片.jpg", quality=60 + len(case) * seed + int(case[-1]))
        if case in ("案卷2", "案卷3"):
            a_scan(12).save(folder / "扫描.png")
    actions.take_in(db, author, [tmp_path], executor="thread")
    ids = {dossier.name: dossier.id for dossier in actions.dossiers(db)}
    found = [one for one in actions.page_findings(db, ids["案卷1"]) if one.code == "elsewhere"]
    assert [(one.pages, one.elsewhere) for one in found] == [((2,), ((ids["案卷2"], 3),))]
    assert found[0].parameters["where"] == "案卷2 p.3"
    # A scan of writing counts only where it is the very same.
    found = [one for one in actions.page_findings(db, ids["案卷3"]) if one.code == "elsewhere"]
    assert [(one.pages, one.elsewhere) for one in found] == [((2,), ((ids["案卷2"], 2),))]
    assert [one for one in actions.page_findings(db, ids["案卷4"]) if one.code == "elsewhere"] == []


def numbered(folder: Path, numbers: list[int | None]) -> Path:
    """Pages with the volume's numbers at the top right, as a numbering machine stamps them."""
    from reportlab.pdfgen.canvas import Canvas

    from casereview.documents import fonts

    path = folder / "卷.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1, initialFontName=fonts.register(fonts.Face.SONG))
    for position, number in enumerate(numbers):
        canvas.setFont(fonts.register(fonts.Face.SONG), 12)
        canvas.drawString(72, 600, f"这是第{position}张纸上的文字内容")
        if number is not None:
            canvas.drawString(540, 815, str(number))
        canvas.showPage()
    canvas.save()
    return path


def test_a_jump_in_the_numbers_is_a_page_that_is_missing(db: Database, author: Author, tmp_path: Path) -> None:
    (finding,) = said(db, author, numbered(tmp_path, [None, 1, 2, 3, 6, 7, 8]))
    assert (finding.code, finding.pages, finding.parameters["count"]) == ("missing", (4, 5), 2)
    assert finding.parameters["numbers"] == "4-5"


def test_a_page_without_number_among_numbered_ones_is_told(db: Database, author: Author, tmp_path: Path) -> None:
    assert by_code(said(db, author, numbered(tmp_path, [1, 2, None, 4, 5, 6]))) == {"unnumbered": [(3,)]}


def test_papers_that_count_their_own_pages_are_no_numbering_of_the_volume(
    db: Database, author: Author, tmp_path: Path
) -> None:
    assert said(db, author, numbered(tmp_path, [1, 2, 1, 2, 3, 1, 1, 2])) == []


def test_pages_that_the_catalogue_gives_and_that_are_not_there_are_told(
    db: Database, author: Author, tmp_path: Path
) -> None:
    catalogue = (
        "卷内目录\n序号    材料名称    页码\n1    立案审批表    1-1\n2    询问笔录    2-3\n3    行政处罚决定书    4-6"
    )
    papers = ["立案审批表\n案由：超限运输", "询问笔录\n问：姓名？", "答：张某", "行政处罚决定书\n当事人：张某"]
    (finding,) = said(db, author, pdf_of(tmp_path, "a", catalogue, *papers))
    assert (finding.code, finding.parameters["last"], finding.parameters["count"]) == ("catalogue-beyond", 6, 2)
    assert "行政处罚决定书" in str(finding.parameters["titles"])


def test_looks_are_derived_anew_and_go_with_their_files(db: Database, author: Author, tmp_path: Path) -> None:
    scan_of(tmp_path, "a", pages=3)
    found = said(db, author, tmp_path / "a.pdf")
    assert by_code(found) == {"duplicate": [(1, 2, 3)]}
    rows = db.conn.execute("SELECT * FROM page_look").fetchall()
    assert len(rows) == 3
    actions.rebuild(db, executor="thread")
    assert db.conn.execute("SELECT * FROM page_look").fetchall() == rows


def test_a_file_that_no_one_can_draw_is_read_all_the_same() -> None:
    order = Order((OrderEntry("a.pdf", "a.pdf"),))
    again = without_culprit(order, Failed(refusals.TooSlow, 2), Limits())
    assert (again.unseen, again.bare, again.skip) == (True, False, ())


def test_the_list_says_how_many_pages_have_no_text_and_how_many_notes_there_are(
    db: Database, author: Author, tmp_path: Path
) -> None:
    scan_of(tmp_path, "扫描", pages=3)
    pdf_of(tmp_path, "文字", "行政处罚决定书\n第一页的文字")
    actions.take_in(db, author, [tmp_path / "扫描.pdf", tmp_path / "文字.pdf"], executor="thread")
    rows = {one.name: one for one in actions.dossiers(db, order="unread")}
    assert (rows["扫描"].unread, rows["扫描"].page_notes) == (3, 1)
    assert (rows["文字"].unread, rows["文字"].page_notes) == (0, 0)
    assert [one.name for one in actions.dossiers(db, actions.Filter(unread=True))] == ["扫描"]
    actions.cut(db, author, str(rows["扫描"].id), 1, "F01")
    assert actions.dossiers(db, actions.Filter(unread=True))[0].page_notes == 1
