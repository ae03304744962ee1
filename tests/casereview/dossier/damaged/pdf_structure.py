"""PDFs whose bones are broken: cut, altered, without a sound table, with page trees that never end, locked, enormous."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from tests.casereview.dossier.damaged.classes import (
    CATALOG,
    FONT,
    ONE_PAGE,
    WORDS,
    a_class,
    cut,
    deflated_zeros,
    flipped,
    page,
    pdf,
    small_pdf,
    stream,
)

Made = Iterator[tuple[str, bytes]]


def _sound(pages: int = 4) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + n) for n in range(pages))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, pages)
    return pdf({1: CATALOG, 2: tree, 4: stream(WORDS), 5: FONT} | {6 + n: page() for n in range(pages)})


@a_class("pdf-truncated")
def truncated() -> Made:
    yield from cut(_sound(), ".pdf", 20)


@a_class("pdf-flipped-bytes")
def altered() -> Made:
    yield from flipped(_sound(), ".pdf", 20, seed=1)


@a_class("pdf-broken-xref")
def broken_xref() -> Made:
    sound = _sound()
    at = sound.rindex(b"startxref")
    for number, start in enumerate((b"0", b"999999999", b"-5", b"99999999999999999999", b"abc", b"12")):
        yield f"start{number}.pdf", sound[:at] + b"startxref\n" + start + b"\n%%EOF\n"
    yield "no-trailer.pdf", sound[: sound.rindex(b"trailer")]
    yield "no-table.pdf", sound[: sound.rindex(b"xref\n0")]
    own = b"%d" % sound.rindex(b"xref\n0")
    yield "prev-is-itself.pdf", sound.replace(b"/Root", b"/Prev " + own + b" /Root")
    yield "giant-count.pdf", sound.replace(b"xref\n0 10", b"xref\n0 999999999")
    yield "giant-size.pdf", sound.replace(b"/Size 10", b"/Size 2147483647")
    yield "offsets-shifted.pdf", sound.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% a comment that nobody counted\n")
    table = stream(b"\x01" * 40, b"/Type /XRef /W [1 99999999 1] /Index [0 99999999] /Size 99999999 /Root 1 0 R")
    yield "table-stream.pdf", pdf({1: CATALOG, 2: ONE_PAGE, 3: page(), 4: stream(WORDS), 5: FONT, 6: table})


@a_class("pdf-looping-page-tree")
def looping() -> Made:
    base = {1: CATALOG, 4: stream(WORDS), 5: FONT, 3: page()}
    yield "own-kid.pdf", pdf(base | {2: b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"})
    yield (
        "two.pdf",
        pdf(
            base
            | {
                2: b"<< /Type /Pages /Kids [6 0 R] /Count 5 >>",
                6: b"<< /Type /Pages /Kids [2 0 R] /Parent 2 0 R /Count 5 >>",
            }
        ),
    )
    yield (
        "parent-loop.pdf",
        pdf(
            base
            | {2: ONE_PAGE, 3: b"<< /Type /Page /Parent 6 0 R >>", 6: b"<< /Parent 7 0 R >>", 7: b"<< /Parent 6 0 R >>"}
        ),
    )
    for name, count in (("billion", b"1000000000"), ("negative", b"-3"), ("text", b"(many)"), ("own", b"2 0 R")):
        yield f"count-{name}.pdf", pdf(base | {2: b"<< /Type /Pages /Kids [3 0 R] /Count " + count + b" >>"})
    levels = {
        n: b"<< /Type /Pages /Kids [%b] /Count 999999999 >>" % (b"%d 0 R " % (n + 1 if n < 20 else 3) * 10)
        for n in range(10, 21)
    }
    yield "ten-to-the-eleventh.pdf", pdf(base | levels | {2: b"<< /Type /Pages /Kids [10 0 R] /Count 999999999 >>"})
    deep = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(10, 5000)} | {5000: page()}
    yield "five-thousand-deep.pdf", pdf(base | deep | {2: b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"})
    yield "no-kids.pdf", pdf(base | {2: b"<< /Type /Pages /Count 1 >>"})
    yield "no-pages.pdf", pdf(base | {2: b"<< /Type /Pages /Kids [] /Count 0 >>"})
    yield "root-missing.pdf", pdf(base | {2: ONE_PAGE}, root=99)


@a_class("pdf-stream-bombs")
def bombs() -> Made:
    yield "content-300mb.pdf", small_pdf(o4=stream(deflated_zeros(300, byte=b" "), b"/Filter /FlateDecode"))
    twice = deflated_zeros(1)
    yield "five-filters.pdf", small_pdf(o4=stream(twice, b"/Filter [" + b"/FlateDecode " * 5 + b"]"))
    yield "thousand-filters.pdf", small_pdf(o4=stream(twice, b"/Filter [" + b"/ASCIIHexDecode " * 1000 + b"]"))
    columns = (
        b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>"
    )
    yield "predictor.pdf", small_pdf(o4=stream(twice, columns))
    for name, length in (("short", 3), ("long", 2_000_000_000), ("negative", -1)):
        yield f"length-{name}.pdf", small_pdf(o4=stream(WORDS, length=length))
    yield "length-is-itself.pdf", small_pdf(o4=stream(WORDS).replace(b"/Length %d" % len(WORDS), b"/Length 4 0 R"))
    yield "saved-states.pdf", small_pdf(b"q " * 500_000 + WORDS)
    yield "strings.pdf", small_pdf(b"BT /F1 1 Tf " + b"(" * 200_000)
    yield "operators.pdf", small_pdf(b"0 0 m 1 1 l S\n" * 300_000)


@a_class("pdf-deep-nesting")
def nested() -> Made:
    yield "arrays.pdf", small_pdf(more=b"/Deep " + b"[" * 100_000 + b"]" * 100_000)
    yield "dictionaries.pdf", small_pdf(more=b"/Deep " + b"<</A" * 50_000 + b">>" * 50_000)
    yield "open-arrays.pdf", small_pdf(more=b"/Deep " + b"[" * 100_000)
    yield "content-arrays.pdf", small_pdf(b"[" * 300_000)
    yield "name.pdf", small_pdf(more=b"/" + b"A" * 2_000_000 + b" 1")
    yield "number.pdf", small_pdf(more=b"/Rotate " + b"9" * 100_000)
    yield "references.pdf", small_pdf(o6=b"7 0 R", o7=b"6 0 R", o3=page(more=b"/Rotate 6 0 R /Annots 7 0 R"))
    yield (
        "outlines.pdf",
        small_pdf(
            o1=b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            o6=b"<< /First 7 0 R /Last 7 0 R /Count 9 >>",
            o7=b"<< /Title (a) /Parent 6 0 R /Next 7 0 R /Prev 7 0 R /First 7 0 R >>",
        ),
    )


@a_class("pdf-locked")
def locked() -> Made:
    import pypdf

    for method in ("RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"):
        writer = pypdf.PdfWriter(clone_from=BytesIO(_sound()))
        writer.encrypt("secret", algorithm=method)
        out = BytesIO()
        writer.write(out)
        yield f"{method}.pdf", out.getvalue()
    for name, lock in (
        ("garbage", b"<< /Filter /Standard /V 99 /R 99 >>"),
        ("foreign", b"<< /Filter /Adobe.PubSec /V 4 /SubFilter /adbe.pkcs7.s5 >>"),
        ("empty", b"<< >>"),
        ("loop", b"6 0 R"),
    ):
        base = {1: CATALOG, 2: ONE_PAGE, 3: page(), 4: stream(WORDS), 5: FONT, 6: lock}
        yield f"{name}.pdf", pdf(base, b"/Encrypt 6 0 R /ID [<00> <00>]")


@a_class("pdf-odd-beginnings")
def beginnings() -> Made:
    sound = _sound()
    yield "header-only.pdf", b"%PDF-1.7\n"
    yield "header-and-end.pdf", b"%PDF-1.7\n%%EOF\n"
    yield "noise-before.pdf", b"\x00\xff noise \r\n" * 40 + sound
    yield "noise-after.pdf", sound + b"\x00" * 100_000
    yield "twice.pdf", sound + sound
    yield "zeros-inside.pdf", sound[:300] + b"\x00" * 5000 + sound[300:]
    yield "mac-ends.pdf", sound.replace(b"\n", b"\r")
    yield "version-99.pdf", sound.replace(b"%PDF-1.7", b"%PDF-99.9")
    yield "far-header.pdf", b" " * 1000 + sound
    yield "zip-behind.pdf", sound + b"PK\3\4" + b"\x00" * 60


@a_class("pdf-active")
def active() -> Made:
    """What a viewer might run or fetch. Nothing of it may be."""
    for name, action in (
        ("script", b"<< /S /JavaScript /JS (while\\(true\\){}) >>"),
        ("launch", b"<< /S /Launch /F (cmd.exe) >>"),
        ("address", b"<< /S /URI /URI (http://127.0.0.1:9/x) >>"),
        ("other-file", b"<< /S /GoToR /F (../../../etc/passwd) /D [0 /Fit] >>"),
        ("submit", b"<< /S /SubmitForm /F (http://127.0.0.1:9/x) >>"),
        ("next-loop", b"<< /S /URI /URI (a) /Next 6 0 R >>"),
    ):
        catalogue = b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>"
        yield f"{name}.pdf", small_pdf(o1=catalogue, o6=action)
    held = b"<< /Type /Filespec /F (../../pwned.exe) /UF (../../pwned.exe) /EF << /F 7 0 R >> >>"
    names = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >> >>"
    yield "attachment.pdf", small_pdf(o1=names, o6=held, o7=stream(b"MZ", b"/Type /EmbeddedFile"))
    loop = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 6 0 R >> >>"
    yield "name-tree-loop.pdf", small_pdf(o1=loop, o6=b"<< /Kids [6 0 R 6 0 R] /Limits [(a) (z)] >>")
    form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /XFA 7 0 R >> >>"
    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    field = b"<< /FT /Tx /T (a) /Kids [6 0 R] /Parent 6 0 R >>"
    yield "xfa-and-field-loop.pdf", small_pdf(o1=form, o6=field, o7=stream(entity))


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + n) for n in range(count))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, count)
    return pdf({1: CATALOG, 2: tree, 4: stream(WORDS), 5: FONT} | {6 + n: page() for n in range(count)})


@a_class("pdf-many-pages")
def too_many() -> Made:
    yield "10001.pdf", many_pages(10_001)
    yield "30000.pdf", many_pages(30_000)
    yield "1000.pdf", many_pages(1_000)


@a_class("pdf-very-many-pages", slow=True)
def very_many() -> Made:
    yield "5000.pdf", many_pages(5_000)
    yield "10000.pdf", many_pages(10_000)
