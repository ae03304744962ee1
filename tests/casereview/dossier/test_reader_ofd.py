"""OFD drawn as a reading view: texts as lines, pictures, seals; hostile containers refused."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from casereview.dossier.model import TextSource
from casereview.dossier.readers import ofd_paths, read, read_file, refusals
from casereview.dossier.readers.ofd import deltas
from tests.casereview.dossier.builders import picture

_NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(words: str, x: float, y: float, size: float = 4, steps: str = "", more: str = "") -> str:
    """A text whose first character's base line begins at x, y (mm)."""
    step = f' DeltaX="{steps}"' if steps else ""
    return (
        f'<ofd:TextObject ID="1" Font="3" Size="{size}" Boundary="{x} {y - size} 100 {size}" {more}>'
        f'<ofd:TextCode X="0" Y="{size}"{step}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def ofd_of(
    path: Path | io.BytesIO, *pages: str, parts: dict[str, bytes] | None = None, box: str = "0 0 210 297"
) -> None:
    """An OFD with a font 3, a picture 9 (Res/a.png if given in parts), a template 5 if given, one page for each content."""
    listed = "".join(f'<ofd:Page ID="{k}" BaseLoc="Pages/{k}.xml"/>' for k in range(1, len(pages) + 1))
    given = parts or {}
    template = '<ofd:TemplatePage ID="5" BaseLoc="Tpl.xml"/>' if "Doc_0/Tpl.xml" in given else ""
    notes = "<ofd:Annotations>Annots.xml</ofd:Annotations>" if "Doc_0/Annots.xml" in given else ""
    signs = "<ofd:Signatures>/Doc_0/Signs.xml</ofd:Signatures>" if "Doc_0/Signs.xml" in given else ""
    used = '<ofd:Template TemplateID="5"/>' if template else ""
    whole = {
        "OFD.xml": f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{signs}</ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox>"
        f"</ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes>{template}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{notes}</ofd:Document>",
        "Doc_0/Res.xml": f'<ofd:Res {_NS} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/></ofd:Fonts>'
        '<ofd:MultiMedias><ofd:MultiMedia ID="9" Type="Image"><ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia>'
        "</ofd:MultiMedias></ofd:Res>",
        **{f"Doc_0/Pages/{number}.xml": page_xml(content, used) for number, content in enumerate(pages, 1)},
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (whole | given).items():
            archive.writestr(name, data)


def page_xml(content: str, before: str = "") -> str:
    return f'<ofd:Page {_NS}>{before}<ofd:Content><ofd:Layer ID="2">{content}</ofd:Layer></ofd:Content></ofd:Page>'


def _png() -> bytes:
    target = io.BytesIO()
    picture(mode="L").save(target, "PNG")
    return target.getvalue()


def _dark(pdf: bytes, left: float, top: float, right: float, bottom: float) -> float:
    """Share of dark points in a part of the first page, in mm."""
    page = pdfium.PdfDocument(pdf)[0]
    image = (
        page.render(scale=1).to_pil().convert("L").crop(tuple(round(v * 72 / 25.4) for v in (left, top, right, bottom)))
    )
    points: bytes = image.tobytes()
    return sum(p < 128 for p in points) / len(points)


def test_labels_and_values_on_one_height_are_one_line_wherever_they_stand_in_the_file(tmp_path: Path) -> None:
    value = text("2024年5月28日", 40, 30, steps="g 4 2 4 2 4 2 2 4") + text("李某", 40, 20, steps="4")
    ofd_of(
        tmp_path / "a",
        value,
        parts={"Doc_0/Tpl.xml": page_xml(text("当事人：", 24, 20, steps="g 3 4") + text("日期：", 28, 30)).encode()},
    )
    member = read_file(tmp_path / "a", "a.pdf")
    page = member.pages[0]
    assert (member.kind, page.text) == ("ofd", "当事人：李某\n日期：2024年5月28日")
    assert (page.width, page.height) == (595.28, 841.89)
    run = page.runs[0]
    assert len(run.edges) == len(run.text) + 1 and run.edges[0] == pytest.approx(24 / 25.4 * 72, abs=0.01)
    assert run.part(4, 6).x0 == pytest.approx(40 / 25.4 * 72, abs=0.01)
    assert run.box.y0 < 20 / 25.4 * 72 < run.box.y1


def test_the_view_shows_text_where_the_file_puts_it_scaled_and_turned(tmp_path: Path) -> None:
    turned = f"<ofd:PageBlock>{text('口口口', 100, 100, 1, '1 1', 'CTM=&quot;0 8 -8 0 0 0&quot;'.replace('&quot;', chr(34)))}</ofd:PageBlock>"
    ofd_of(tmp_path / "a.ofd", text("口口", 20, 40, 8, "8") + turned)
    done = read(tmp_path / "a.ofd", "a.ofd")
    pdf = done.derived[done.member.view]
    assert _dark(pdf, 20, 32, 37, 42) > 0.05
    assert _dark(pdf, 40, 32, 60, 42) == 0
    # Turned by 90 degrees: the line runs downwards, its letters to the left of where it begins.
    assert _dark(pdf, 90, 98, 102, 124) > 0.05
    assert _dark(pdf, 103, 90, 140, 110) == 0
    assert {run.text for run in done.member.pages[0].runs} == {"口口", "口口口"}


def test_a_page_of_pictures_alone_waits_to_be_recognised(tmp_path: Path) -> None:
    image = '<ofd:ImageObject ID="4" ResourceID="9" Boundary="10 10 100 60" CTM="100 0 0 60 0 0"/>'
    ofd_of(tmp_path / "a.ofd", image, text("字", 20, 20), "", parts={"Doc_0/Res/a.png": _png()})
    done = read(tmp_path / "a.ofd", "a.ofd")
    assert [page.source for page in done.member.pages] == [TextSource.NONE, TextSource.TEXT, TextSource.TEXT]
    assert [(n.code, n.parameters) for n in done.member.notes] == [("pages-without-text", {"pages": "1", "count": 1})]
    # The picture has its black part at the upper left.
    pdf = done.derived[done.member.view]
    assert _dark(pdf, 18, 16, 55, 38) > 0.9 and _dark(pdf, 70, 45, 105, 68) == 0


def test_lines_are_drawn_and_what_is_missing_is_counted(tmp_path: Path) -> None:
    line = '<ofd:PathObject ID="5" Boundary="10 50 100 10" LineWidth="2"><ofd:AbbreviatedData>M 0 5 L 100 5</ofd:AbbreviatedData></ofd:PathObject>'
    ofd_of(tmp_path / "a.ofd", line + '<ofd:ImageObject ID="4" ResourceID="9" Boundary="0 0 5 5" CTM="5 0 0 5 0 0"/>')
    done = read(tmp_path / "a.ofd", "a.ofd")
    assert _dark(done.derived[done.member.view], 12, 54.3, 108, 55.7) > 0.9
    assert [note.code for note in done.member.notes] == ["ofd-parts-lost"]


def _signed(seal: bytes) -> dict[str, bytes]:
    signature = (
        f'<ofd:Signature {_NS}><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="1" Boundary="100 200 40 40"/></ofd:SignedInfo>'
        "<ofd:SignedValue>value.dat</ofd:SignedValue></ofd:Signature>"
    )
    return {
        "Doc_0/Signs.xml": f'<ofd:Signatures {_NS}><ofd:Signature ID="1" BaseLoc="Sign/1.xml"/></ofd:Signatures>'.encode(),
        "Doc_0/Sign/1.xml": signature.encode(),
        "Doc_0/Sign/value.dat": b"0\x82\x10\x00\x04\x82" + seal + b"\x30\x03abc",
    }


def test_a_seal_is_shown_from_its_signature_and_said_to_be_unverified(tmp_path: Path) -> None:
    inner = io.BytesIO()
    ofd_of(inner, '<ofd:PathObject ID="5" Boundary="0 0 20 20" Fill="true"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 L 0 20 C</ofd:AbbreviatedData></ofd:PathObject>', box="0 0 20 20")  # fmt: skip
    for seal in (_png(), inner.getvalue()):
        ofd_of(tmp_path / "a.ofd", text("字", 20, 20), parts=_signed(seal))
        done = read(tmp_path / "a.ofd", "a.ofd")
        assert _dark(done.derived[done.member.view], 104, 204, 118, 216) > 0.9
        assert [note.code for note in done.member.notes] == ["ofd-signature-unverified"]
    ofd_of(tmp_path / "a.ofd", text("字", 20, 20), parts=_signed(b"nothing"))
    assert [note.code for note in read_file(tmp_path / "a.ofd", "a.ofd").notes] == [
        "ofd-signature-unverified",
        "ofd-parts-lost",
    ]


def test_annotations_lie_above_the_page_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    def note(words: str, more: str = "") -> str:
        return f'<ofd:Annot ID="7" Type="Stamp" {more}><ofd:Appearance Boundary="50 60 40 10">{text(words, 0, 5, steps="4")}</ofd:Appearance></ofd:Annot>'

    shown = note("已阅") + note("不见", 'Visible="false"')
    ofd_of(tmp_path / "a.ofd", text("字", 20, 20), parts={
        "Doc_0/Annots.xml": f'<ofd:Annotations {_NS}><ofd:Page PageID="1"><ofd:FileLoc>A1.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'.encode(),
        "Doc_0/A1.xml": f"<ofd:PageAnnot {_NS}>{shown}</ofd:PageAnnot>".encode(),
    })  # fmt: skip
    page = read_file(tmp_path / "a.ofd", "a.ofd").pages[0]
    assert page.text == "字\n已阅"
    assert page.runs[1].box.x0 == pytest.approx(50 / 25.4 * 72, abs=0.1)


def test_parts_are_names_in_the_zip_and_nothing_outside_is_reached(tmp_path: Path) -> None:
    outside = tmp_path / "secret.xml"
    outside.write_text(page_xml(text("秘密", 20, 20)), encoding="utf-8")
    path = tmp_path / "a.ofd"
    for loc in ("../secret.xml", "../../secret.xml", str(outside), f"file://{outside}"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(
                "OFD.xml",
                f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            )
            archive.writestr(
                "Document.xml",
                f'<ofd:Document {_NS}><ofd:Pages><ofd:Page ID="1" BaseLoc="{loc}"/></ofd:Pages></ofd:Document>',
            )
        member = read_file(path, "a.ofd")
        assert member.pages[0].text == "" and [note.code for note in member.notes] == ["ofd-parts-lost"]


def test_entities_are_refused_and_a_container_without_pages_is_named_ofd(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    with pytest.raises(refusals.HostileMarkup):
        read_file(path, "a.ofd")
    for root in ("<x/>", f"<ofd:OFD {_NS}><ofd:DocBody><ofd:DocRoot>../../x</ofd:DocRoot></ofd:DocBody></ofd:OFD>"):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("OFD.xml", root)
        with pytest.raises(refusals.Ofd):
            read_file(path, "a.ofd")


def test_a_unit_that_draws_itself_and_numbers_that_are_none_do_no_harm(tmp_path: Path) -> None:
    ring = f'<ofd:Res {_NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8"><ofd:Content>' + (
        '<ofd:CompositeObject ID="1" ResourceID="8" Boundary="0 0 9 9"/>' * 3
        + '</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits><ofd:DrawParams><ofd:DrawParam ID="6" Relative="6"/></ofd:DrawParams></ofd:Res>'
    )
    strange = text("字", 20, 20, more='CTM="nan 1 inf"') + text("字", 20, 30, steps="g 99999999 1 g x")
    path = '<ofd:PathObject ID="5" Boundary="a b" DrawParam="6"><ofd:AbbreviatedData>M 0 L 1 Z A</ofd:AbbreviatedData></ofd:PathObject>'
    ofd_of(tmp_path / "a.ofd", '<ofd:CompositeObject ID="1" ResourceID="8" Boundary="0 0 9 9"/>' + strange + path, parts={"Doc_0/Res.xml": ring.encode()})  # fmt: skip
    assert read_file(tmp_path / "a.ofd", "a.ofd").pages[0].text == "字\n字"


def test_steps_and_paths_follow_the_grammar() -> None:
    assert deltas("g 2 1.5 3 g 1 2") == [1.5, 1.5, 3.0, 2.0]
    assert ofd_paths.steps("M 1 2 L 3 4 C") == [("M", (1.0, 2.0)), ("L", (3.0, 4.0)), ("C", ())]
    curve = ofd_paths.steps("M 0 0 Q 3 3 6 0")[1]
    assert curve == ("B", (2.0, 2.0, 4.0, 2.0, 6.0, 0.0))
    half = ofd_paths.steps("M -1 0 A 1 1 0 0 1 1 0")[1:]
    assert half[-1] == ("L", (1.0, 0.0)) and all(abs(x * x + y * y - 1) < 1e-9 for _, (x, y) in half)
    assert ofd_paths.steps("X") == [] == ofd_paths.steps("M 1 1")
