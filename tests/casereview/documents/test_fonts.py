from __future__ import annotations

import hashlib
from io import BytesIO

import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casereview.documents import fonts, reportlab_patches
from casereview.documents.fonts import Face

NATIONAL_TABLE = (fonts.FOLDER / "characters.txt").read_text("utf-8").split()


def drawn(text: str, face: Face = Face.FANGSONG) -> bytes:
    """A PDF of one page with one line of text."""
    out = BytesIO()
    canvas = reportlab_patches.canvas_of(out, (600, 200), fonts.register(face))
    end = fonts.draw(canvas, 20, 100, text, face, 16)
    assert end == pytest.approx(20 + fonts.width(text, face, 16))
    canvas.save()
    return out.getvalue()


def extracted(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[0].get_textpage().get_text_bounded()).strip()
    finally:
        document.close()


def test_the_files_are_the_ones_that_were_built() -> None:
    for line in (fonts.FOLDER / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((fonts.FOLDER / name).read_bytes()).hexdigest() == digest


def test_every_character_of_the_national_table_is_drawn_in_every_look() -> None:
    assert len(NATIONAL_TABLE) == 8105
    for face in Face:
        assert fonts.missing("".join(NATIONAL_TABLE), face) == ""


def test_marks_of_official_forms_are_drawn() -> None:
    marks = "□☑√■✓☐☒〔〕《》“”‘’—…·①⑳㈠Ⅰ℃‰×÷≤≥→●○◎★￥％㎡"
    for face in (Face.FANGSONG, Face.SONG, Face.HEI, Face.KAI):
        assert fonts.missing(marks, face) == ""


def test_a_character_that_fangsong_lacks_is_drawn_by_song() -> None:
    assert fonts.runs("当事人李𬭎签字", Face.FANGSONG) == [
        (Face.FANGSONG, "当事人李"),
        (Face.SONG, "𬭎"),
        (Face.FANGSONG, "签字"),
    ]


def test_a_character_that_nothing_draws_is_named() -> None:
    assert fonts.missing("王\U0002a6a5\U0002a6a5ꀀ", Face.KAI) == "\U0002a6a5ꀀ"


@settings(deadline=None)  # the first example reads the fonts
@given(st.text(max_size=40), st.sampled_from(list(Face)))
def test_runs_joined_again_are_the_text(text: str, face: Face) -> None:
    assert "".join(part for _, part in fonts.runs(text, face)) == text


@pytest.mark.parametrize("name", ["李𬭎", "欧阳䶮", "王㛃𫍯", "张三丰", "〔2024〕A-1"])
@pytest.mark.parametrize("face", list(Face))
def test_names_are_extracted_exactly(name: str, face: Face) -> None:
    pdf = drawn(name, face)
    assert extracted(pdf) == name
    assert pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text().strip() == name


def test_only_embedded_fonts_are_in_the_file() -> None:
    reader = pypdf.PdfReader(BytesIO(drawn("晋中市交通运输局李𬭎")))
    for font in reader.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()


def test_a_subset_of_more_than_a_hundred_characters_has_blocks_of_at_most_a_hundred() -> None:
    cmap = reportlab_patches.to_unicode_map("X", [0, *range(0x4E00, 0x4E00 + 255)])
    assert [line for line in cmap.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]
