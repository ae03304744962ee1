"""PDFs that keep the drawing busy or break it: forms within themselves, endless patterns, fonts and pictures of noise."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.casereview.dossier.damaged.classes import WORDS, a_class, deflated_zeros, small_pdf, stream

Made = Iterator[tuple[str, bytes]]
_NOISE = random.Random(7).randbytes(4000)
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << %b >> >>"
_TILE = (
    b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep %b /YStep %b"
    b" /Resources << /Pattern << /P %b >> >>"
)


@a_class("pdf-cyclic-forms")
def cyclic() -> Made:
    uses = b"/XObject << /X 6 0 R >>"
    yield "itself.pdf", small_pdf(b"/X Do", uses, o6=stream(b"/X Do", _FORM % b"/X 6 0 R"))
    yield (
        "two.pdf",
        small_pdf(b"/X Do", uses, o6=stream(b"/X Do", _FORM % b"/X 7 0 R"), o7=stream(b"/X Do", _FORM % b"/X 6 0 R")),
    )
    chain = {f"o{n}": stream(b"/X Do", _FORM % (b"/X %d 0 R" % (n + 1))) for n in range(6, 300)}
    yield "three-hundred-deep.pdf", small_pdf(b"/X Do", uses, **chain, o300=stream(b"0 0 9 9 re f", _FORM % b""))
    tile = stream(b"/Pattern cs /P scn 0 0 9 9 re f", _TILE % (b"9", b"9", b"6 0 R"))
    paints = b"/Pattern << /P 6 0 R >>"
    yield "pattern.pdf", small_pdf(b"/Pattern cs /P scn 0 0 500 500 re f", paints, o6=tile)
    glyph = stream(b"500 0 d0 BT /T 1 Tf (a) Tj ET")
    face = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 97 /LastChar 97"
        b" /Widths [500] /CharProcs << /a 7 0 R >> /Encoding << /Differences [97 /a] >>"
        b" /Resources << /Font << /T 6 0 R >> >> >>"
    )
    yield "glyph.pdf", small_pdf(b"BT /T 10 Tf (aaa) Tj ET", b"/Font << /T 6 0 R >>", o6=face, o7=glyph)
    mask = b"<< /SMask << /S /Luminosity /G 7 0 R >> >>"
    group = _FORM % b"/X 7 0 R" + b" /Group << /S /Transparency >>"
    yield (
        "soft-mask.pdf",
        small_pdf(b"/G gs 0 0 9 9 re f", b"/ExtGState << /G 6 0 R >>", o6=mask, o7=stream(b"/X Do", group)),
    )
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 99 99] /AP << /N 7 0 R >> >>"
    own = stream(b"/X Do", _FORM % b"/X 7 0 R")
    yield "annotation.pdf", small_pdf(more=b"/Annots [6 0 R 6 0 R]", o6=note, o7=own)
    shared = b"<< /Font << /F1 5 0 R >> /XObject 6 0 R >>"
    yield "resources.pdf", small_pdf(b"/X Do", b"/XObject 6 0 R", o6=shared)


def _exponential(fan: int, depth: int, last: bytes) -> dict[str, bytes]:
    """Form n draws form n + 1 `fan` times."""
    forms = {f"o{n}": stream(b"/X Do " * fan, _FORM % (b"/X %d 0 R" % (n + 1))) for n in range(6, 6 + depth)}
    return forms | {f"o{6 + depth}": stream(last, _FORM % b"" + b" /Font << /F1 5 0 R >>")}


@a_class("pdf-exponential-forms", slow=True)
def exponential() -> Made:
    uses = b"/XObject << /X 6 0 R >>"
    for fan, depth in ((10, 8), (2, 30), (100, 4)):
        yield f"{fan}-to-the-{depth}.pdf", small_pdf(b"/X Do", uses, **_exponential(fan, depth, b"0 0 9 9 re f"))
    yield "words.pdf", small_pdf(b"/X Do", uses, **_exponential(10, 7, WORDS))


@a_class("pdf-exponential-form")
def one_exponential() -> Made:
    uses = b"/XObject << /X 6 0 R >>"
    yield "10-to-the-9.pdf", small_pdf(b"/X Do", uses, **_exponential(10, 9, WORDS))


@a_class("pdf-busy-drawing")
def busy() -> Made:
    fill = b"/Pattern cs /P scn 0 0 595 842 re f"
    tile = stream(b"0 0 1 1 re f", _TILE % (b"0.0001", b"0.0001", b"null"))
    yield "tiny-steps.pdf", small_pdf(fill, b"/Pattern << /P 6 0 R >>", o6=tile)
    yield "zero-steps.pdf", small_pdf(fill, b"/Pattern << /P 6 0 R >>", o6=stream(b"f", _TILE % (b"0", b"0", b"null")))
    shade = b"<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1e9 0 1e9] /Function 7 0 R >>"
    program = stream(
        b"{ " + b"dup mul sqrt " * 5000 + b"exch pop dup dup }",
        b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]",
    )
    yield "function.pdf", small_pdf(b"/S sh", b"/Shading << /S 6 0 R >>", o6=shade, o7=program)
    stitched = b"<< /FunctionType 3 /Domain [0 1] /Functions [7 0 R 7 0 R] /Bounds [.5] /Encode [0 1 0 1] >>"
    axial = b"<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 9 9] /Function 7 0 R >>"
    yield "function-loop.pdf", small_pdf(b"/S sh", b"/Shading << /S 6 0 R >>", o6=axial, o7=stitched)
    sampled = stream(
        b"\x00", b"/FunctionType 0 /Domain [0 1] /Range [0 1 0 1 0 1] /Size [2147483647] /BitsPerSample 32"
    )
    yield "samples.pdf", small_pdf(b"/S sh", b"/Shading << /S 6 0 R >>", o6=axial, o7=sampled)
    yield "dashes.pdf", small_pdf(b"[0.00001 0.00001] 0 d 0 0 m 100000 100000 l S")
    yield "curves.pdf", small_pdf(b"0 0 m " + b"9e9 9e9 -9e9 9e9 1 1 c " * 20_000 + b"S")
    for name, box in (
        ("giant", b"0 0 1e9 1e9"),
        ("empty", b"0 0 0 0"),
        ("turned", b"595 842 0 0"),
        ("text", b"(a) (b)"),
    ):
        yield f"page-{name}.pdf", small_pdf(more=b"/MediaBox [" + box + b"] /CropBox [" + box + b"]")
    space = b"[/Indexed 6 0 R 255 <00>]"
    yield "colour-loop.pdf", small_pdf(b"/C cs 1 sc 0 0 9 9 re f", b"/ColorSpace << /C 6 0 R >>", o6=space)
    yield "nested-text.pdf", small_pdf(b"BT " * 100_000 + WORDS)
    yield "infinite-numbers.pdf", small_pdf(b"BT /F1 1e38 Tf 1e38 0 0 1e38 1e38 1e38 Tm (Decision) Tj ET")


@a_class("pdf-malformed-fonts")
def fonts() -> Made:
    base = b"<< /Type /Font /Subtype /%b /BaseFont /Nothing /FirstChar 0 /LastChar 255 /FontDescriptor 6 0 R %b >>"
    about = b"<< /Type /FontDescriptor /FontName /Nothing /Flags 4 /FontBBox [0 0 9 9] /%b 7 0 R >>"
    sound = _a_font()
    for name, kind, key, data in (
        ("type1-noise", b"Type1", b"FontFile", _NOISE),
        ("truetype-noise", b"TrueType", b"FontFile2", _NOISE),
        ("cff-noise", b"Type1", b"FontFile3", b"\x01\x00\x04\x04" + _NOISE),
        ("truetype-cut", b"TrueType", b"FontFile2", sound[: len(sound) // 2]),
        ("truetype-tables", b"TrueType", b"FontFile2", sound[:4] + b"\xff\xff" + sound[6:]),
        ("truetype-glyphs", b"TrueType", b"FontFile2", sound[:2000] + _NOISE + sound[6000:]),
        ("empty", b"TrueType", b"FontFile2", b""),
        ("bomb", b"TrueType", b"FontFile2", deflated_zeros(200)),
    ):
        more = b"/Filter /FlateDecode" if name == "bomb" else b""
        yield f"{name}.pdf", small_pdf(o5=base % (kind, b""), o6=about % key, o7=stream(data, more))
    maps = (
        b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <ffffffff> <0000> endbfrange",
        b"/CIDInit /ProcSet findresource begin 1 beginbfchar <01>",
        b"1 beginbfrange <0000> <ffff> [" + b"<0041> " * 200_000 + b"] endbfrange",
        _NOISE,
    )
    for number, words in enumerate(maps):
        wide = b"<< /Type /Font /Subtype /Type0 /BaseFont /N /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>"
        inner = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /N /CIDSystemInfo << /Supplement 0 >> >>"
        yield f"unicode{number}.pdf", small_pdf(o5=wide, o6=inner, o7=stream(words))
    own = b"<< /Type /Font /Subtype /Type0 /BaseFont /N /Encoding 5 0 R /DescendantFonts [5 0 R] /ToUnicode 5 0 R >>"
    yield "own-descendant.pdf", small_pdf(o5=own)
    yield "missing.pdf", small_pdf(o5=b"null")
    widths = b"/Widths [" + b"1e99 (a) null " * 30_000 + b"]"
    yield "widths.pdf", small_pdf(o5=base % (b"TrueType", widths), o6=about % b"FontFile2", o7=stream(_NOISE))


def _a_font() -> bytes:
    from casereview.documents import fonts as bundled

    return bundled.file(bundled.Face.SONG).read_bytes()[:200_000]


@a_class("pdf-broken-pictures")
def broken_pictures() -> Made:
    shape = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /Device%b /BitsPerComponent %d /Filter /%b"
    )
    draw, uses = b"q 500 0 0 500 0 0 cm /X Do Q", b"/XObject << /X 6 0 R >>"
    for coding in (
        b"DCTDecode",
        b"JPXDecode",
        b"JBIG2Decode",
        b"CCITTFaxDecode",
        b"LZWDecode",
        b"FlateDecode",
        b"RunLengthDecode",
        b"Nonsense",
    ):
        for name, side in (("small", 64), ("giant", 60_000)):
            picture = stream(_NOISE, shape % (side, side, b"Gray", 8, coding))
            yield f"{coding.decode()}-{name}.pdf", small_pdf(draw, uses, o6=picture)
    own = stream(b"\x00" * 100, shape % (10, 10, b"Gray", 8, b"ASCIIHexDecode") + b" /SMask 6 0 R")
    yield "mask-is-itself.pdf", small_pdf(draw, uses, o6=own)
    yield (
        "bomb.pdf",
        small_pdf(draw, uses, o6=stream(deflated_zeros(300), shape % (30_000, 30_000, b"RGB", 8, b"FlateDecode"))),
    )
    yield (
        "sides.pdf",
        small_pdf(draw, uses, o6=stream(b"\x00", shape % (2147483647, 2147483647, b"CMYK", 16, b"FlateDecode"))),
    )
    yield "inline.pdf", small_pdf(b"BI /W 99999 /H 99999 /BPC 8 /CS /RGB ID " + _NOISE)
