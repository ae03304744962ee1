"""Office packages that fetch, explode, nest without end or lack their parts; broken OLE containers; OFD that climbs out."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.casereview.dossier.builders import _RELS, _TYPES, W, document_xml, para
from tests.casereview.dossier.damaged.classes import Entry, a_class, cut, deflated_zeros, flipped, raw_zip, zipped

Made = Iterator[tuple[str, bytes]]
_SPACE = f'xmlns:w="{W}"'


def docx(document: str | bytes, **parts: str | bytes) -> bytes:
    """A DOCX with that main part; further parts as styles=…, numbering=…, under word/."""
    base: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS, "word/document.xml": document}
    return zipped(base | {f"word/{name}.xml": content for name, content in parts.items()})


def _sound() -> bytes:
    return docx(document_xml("".join(para(f"第{n}段 行政处罚决定书") for n in range(80))))


@a_class("docx-truncated")
def truncated() -> Made:
    yield from cut(_sound(), ".docx", 12)


@a_class("docx-flipped-bytes")
def altered() -> Made:
    yield from flipped(_sound(), ".docx", 12, seed=4, share=0.02)


@a_class("docx-entities")
def entities() -> Made:
    """XXE: an entity that would fetch a file or an address."""
    fetch = '<!DOCTYPE d [<!ENTITY e SYSTEM "{}">]>'
    for name, place in (
        ("file", "file:///etc/passwd"),
        ("address", "http://127.0.0.1:9/x"),
        ("share", "\\\\127.0.0.1\\share\\x"),
        ("device", "file:///dev/zero"),
        ("filter", "php://filter/resource=/etc/passwd"),
    ):
        yield f"{name}.docx", docx(document_xml(para("&e;"), fetch.format(place)))
    other = '<!DOCTYPE d [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
    yield "parameter.docx", docx(document_xml(para("a"), other))
    yield "outer-type.docx", docx(document_xml(para("a"), '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd">'))
    wide = '<?xml version="1.0" encoding="UTF-16"?>' + document_xml(para("&e;"), fetch.format("file:///etc/passwd"))
    yield "utf16.docx", docx(wide.encode("utf-16"))
    late = "<!--" + "x" * 9000 + "-->" + fetch.format("file:///etc/passwd")
    yield "late.docx", docx(document_xml(para("&e;"), late))
    for part in ("styles", "numbering", "footnotes", "header1"):
        hostile = fetch.format("file:///etc/passwd") + f"<w:{part} {_SPACE}>&e;</w:{part}>"
        yield f"in-{part}.docx", docx(document_xml(para("a")), **{part: hostile})
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    yield "include.docx", docx(document_xml(f"<w:p><w:r><w:t>{include}</w:t></w:r></w:p>"))


def _laughs(fan: int, depth: int, root: str) -> str:
    declared = ['<!ENTITY l0 "ha">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * fan}">' for n in range(1, depth)]
    return f"<!DOCTYPE {root} [{''.join(declared)}]>"


@a_class("docx-billion-laughs")
def laughs() -> Made:
    for fan, depth in ((10, 10), (2, 40), (1000, 4)):
        text = para(f"&l{depth - 1};")
        yield f"{fan}-{depth}.docx", docx(document_xml(text, _laughs(fan, depth, "w:document")))
    big = f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>'
    yield "quadratic.docx", docx(document_xml(para("&a;" * 10_000), big))
    yield "loop.docx", docx(document_xml(para("&a;"), '<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'))
    styles = _laughs(10, 10, "w:styles") + f"<w:styles {_SPACE}>&l9;</w:styles>"
    yield "styles.docx", docx(document_xml(para("a")), styles=styles)
    flat = '<?mso-application progid="Word.Document"?>' + _laughs(10, 10, "x")
    package = '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">&l9;</pkg:package>'
    yield "flat.xml", ('<?xml version="1.0"?>' + flat + package).encode()


@a_class("docx-bombs")
def bombs() -> Made:
    part = Entry(b"word/document.xml", deflated_zeros(400, raw=True, byte=b" "), 8, size=400 << 20)
    sound = [Entry(b"[Content_Types].xml", _TYPES.encode()), Entry(b"_rels/.rels", _RELS.encode())]
    yield "part-400mb.docx", raw_zip([*sound, part])
    yield "parts-11000.docx", raw_zip([*sound, *(Entry(b"word/%d.xml" % n, b"") for n in range(11_000))])
    twice = Entry(b"word/document.xml", document_xml(para("甲")).encode())
    yield "part-twice.docx", raw_zip([*sound, twice, Entry(b"word/document.xml", b"<x/>")])
    table = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
    for depth in (30, 200, 2000):
        inner = para("底")
        for _ in range(depth):
            inner = table.format(inner + para(""))
        yield f"tables-{depth}-deep.docx", docx(document_xml(inner))
    boxes = "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>" * 100 + para("底")
    yield (
        "boxes-deep.docx",
        docx(document_xml(boxes + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>" * 100)),
    )
    wide = "<w:tbl><w:tr>" + f"<w:tc>{para('列')}</w:tc>" * 3000 + "</w:tr></w:tbl>"
    yield "columns-3000.docx", docx(document_xml(wide))
    for name, span in (("giant", "2147483647"), ("negative", "-5"), ("text", "abc")):
        cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{para("格")}</w:tc></w:tr></w:tbl>'
        yield f"span-{name}.docx", docx(document_xml(cell))
    grid = (
        '<w:tbl><w:tblGrid><w:gridCol w:w="99999999"/><w:gridCol w:w="-7"/></w:tblGrid><w:tr>'
        + f"<w:tc>{para('宽')}</w:tc>" * 2
    )
    yield "grid.docx", docx(document_xml(grid + "</w:tr></w:tbl>"))
    size = '<w:p><w:r><w:rPr><w:sz w:val="2000000"/></w:rPr><w:t>大</w:t></w:r></w:p>'
    yield "type-size.docx", docx(document_xml(size))
    margins = '<w:sectPr><w:pgSz w:w="1" w:h="1"/><w:pgMar w:top="99999" w:left="99999" w:right="99999" w:bottom="99999"/></w:sectPr>'
    yield "page-of-nothing.docx", docx(document_xml(para("无处可写" * 50) + margins))
    indent = '<w:ind w:left="999999" w:firstLine="-999999"/><w:spacing w:before="9999999" w:line="999999"/>'
    yield "indent.docx", docx(document_xml(para("缩进" * 50, indent)))
    yield "breaks.docx", docx(document_xml("<w:p><w:r>" + '<w:br w:type="page"/>' * 600 + "</w:r></w:p>"))
    yield "tabs.docx", docx(document_xml("<w:p><w:r>" + "<w:tab/>" * 20_000 + "</w:r></w:p>"))
    yield "one-word.docx", docx(document_xml(para("A" * 100_000)))


@a_class("docx-very-long", slow=True)
def very_long() -> Made:
    yield "paragraphs-100000.docx", docx(document_xml("".join(para(f"第{n}段") for n in range(100_000))))
    rows = f"<w:tr><w:tc>{para('甲')}</w:tc><w:tc>{para('乙')}</w:tc></w:tr>" * 30_000
    yield "rows-30000.docx", docx(document_xml(f"<w:tbl>{rows}</w:tbl>"))
    yield "runs-300000.docx", docx(document_xml("<w:p>" + "<w:r><w:t>字</w:t></w:r>" * 300_000 + "</w:p>"))


@a_class("docx-broken-parts")
def parts() -> Made:
    body = document_xml(para("甲"))
    types, rels = {"[Content_Types].xml": _TYPES}, {"_rels/.rels": _RELS}
    yield "no-document.docx", zipped({**types, **rels})
    yield "no-relations.docx", zipped({**types, "word/document.xml": body})
    yield "no-types.docx", zipped({**rels, "word/document.xml": body})
    for name, target in (
        ("climbs", "../../../etc/passwd"),
        ("absolute", "/etc/passwd"),
        ("itself", "_rels/.rels"),
        ("nothing", ""),
    ):
        odd = _RELS.replace("word/document.xml", target)
        yield f"target-{name}.docx", zipped({**types, "_rels/.rels": odd, "word/document.xml": body})
    fetch = _RELS.replace('Target="word/document.xml"', 'TargetMode="External" Target="http://127.0.0.1:9/x.docx"')
    yield "target-address.docx", zipped({**types, "_rels/.rels": fetch, "word/document.xml": body})
    yield "other-root.docx", docx("<html/>")
    yield "empty-document.docx", docx("")
    yield "no-body.docx", docx(f"<w:document {_SPACE}/>")
    yield "not-xml.docx", docx(b"\x00\x01\x02" * 500)
    yield "bad-utf8.docx", docx(body.encode().replace("甲".encode(), b"\xff\xfe\xff"))
    yield "attributes.docx", docx(f"<w:document {_SPACE} " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>")
    yield "elements-deep.docx", docx("<a>" * 100_000 + "</a>" * 100_000)
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:basedOn w:val="s{(n + 1) % 50}"/></w:style>'
        for n in range(50)
    )
    yield (
        "style-loop.docx",
        docx(document_xml(para("甲", '<w:pStyle w:val="s0"/>')), styles=f"<w:styles {_SPACE}>{chain}</w:styles>"),
    )
    numbers = (
        f'<w:numbering {_SPACE}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="s0"/><w:lvl w:ilvl="0">'
        '<w:start w:val="2147483647"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%2%9%%"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="77"/></w:num></w:numbering>'
    )
    listed = "".join(
        para("项", f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{n}"/></w:numPr>')
        for n in (1, 2, 3)
        for level in (0, 5, 99, -1)
    )
    yield "numbering.docx", docx(document_xml(listed), numbering=numbers)
    yield (
        "macro.docm",
        zipped(
            {
                **types,
                **rels,
                "word/document.xml": document_xml(para("宏")),
                "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50,
            }
        ),
    )
    yield "chunk.docx", docx(document_xml(para("甲二") + '<w:altChunk xmlns:r="r" r:id="rId9"/>'))
    yield "slides.pptx", zipped({**types, **rels, "ppt/presentation.xml": "<p/>"})
    yield "text.odt", zipped({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<m/>"})


@a_class("docx-flat-xml")
def flat() -> Made:
    package = '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{}</pkg:package>'
    part = '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{}</pkg:xmlData></pkg:part>'
    sound = package.format(part.format(document_xml(para("平面")))).encode()
    yield from cut(sound, ".xml", 5)
    yield "no-part.xml", package.format("").encode()
    yield (
        "own-binary.xml",
        package.format(
            '<pkg:part pkg:name="/word/document.xml"><pkg:binaryData>!!!</pkg:binaryData></pkg:part>'
        ).encode(),
    )
    yield "deep.xml", package.format("<pkg:part>" * 20_000).encode()
    yield "climbs.xml", package.format('<pkg:part pkg:name="../../pwned"><pkg:xmlData/></pkg:part>').encode()


@a_class("xlsx-bombs")
def sheets() -> Made:
    types = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELS.replace("word/document", "xl/workbook")}
    book = '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>'
    whole = {**types, "xl/workbook.xml": book}
    yield "no-sheet.xlsx", zipped(whole)
    yield "no-book.xlsx", zipped({**types, "xl/sharedStrings.xml": "<sst/>"})
    named = [Entry(name.encode(), text.encode()) for name, text in whole.items()]
    for part in (b"xl/worksheets/sheet1.xml", b"xl/sharedStrings.xml"):
        yield (
            f"{part.decode().split('/')[-1]}-400mb.xlsx",
            raw_zip([*named, Entry(part, deflated_zeros(400, raw=True, byte=b" "), 8, size=400 << 20)]),
        )
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
        yield f"entities-{name.split('/')[-1]}.xlsx", zipped({**whole, name: _laughs(10, 10, "x") + "<x>&l9;</x>"})
    rows = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    yield "far-cell.xlsx", zipped({**whole, "xl/worksheets/sheet1.xml": rows})
    yield "climbs.xlsx", zipped({**whole, "../../pwned.xml": "<x/>"})
    yield "macro.xlsm", zipped({**whole, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 50})
    yield from cut(zipped({**whole, "xl/worksheets/sheet1.xml": rows}), ".xlsx", 6)


def ole(first: int = 0, *, sectors: int = 1, entries: bytes = b"", chain: bytes = b"") -> bytes:
    """A compound file with one table sector ([MS-CFB] 2.2); the directory begins at sector `first`."""
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    )
    head += struct.pack("<IIIIIIIII", 0, sectors, first, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 1) + b"\xff" * (4 * 108)
    return head + entries.ljust(512, b"\x00") + chain.ljust(512, b"\xff")


def _named(name: str, kind: int, start: int, size: int, links: tuple[int, int, int] = (0xFFFFFFFF,) * 3) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        wide.ljust(64, b"\x00")
        + struct.pack("<HBB", len(wide) + 2, kind, 1)
        + struct.pack("<III", *links)
        + b"\x00" * 36
        + struct.pack("<IQ", start, size)
    )


@a_class("ole-broken")
def compound() -> Made:
    loop = struct.pack("<IIII", 0, 0xFFFFFFFD, 2, 2)
    root = _named("Root Entry", 5, 0xFFFFFFFE, 0, (0xFFFFFFFF, 0xFFFFFFFF, 1))
    for suffix, stream_name in (
        (".doc", "WordDocument"),
        (".xls", "Workbook"),
        (".wps", "WordDocument"),
        (".ppt", "PowerPoint Document"),
        (".docx", "EncryptedPackage"),
    ):
        entry = _named(stream_name, 2, 2, 0x7FFFFFFF)
        sound = (
            ole(entries=root + entry, chain=struct.pack("<IIII", 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE))
            + b"\xec\xa5" * 256
        )
        yield f"stream-giant{suffix}", sound
        yield f"chain-loop{suffix}", ole(entries=root + entry, chain=loop) + b"\xec\xa5" * 256
        yield f"cut{suffix}", sound[:700]
    siblings = _named("WordDocument", 2, 2, 10, (1, 1, 1))
    yield "siblings.doc", ole(entries=root + siblings, chain=loop)
    yield "directory-outside.doc", ole(0x7FFFFFFF)
    yield "tables.xls", ole(sectors=0x7FFFFFFF)
    yield "head-only.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    yield "noise.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20
    yield "sector-size.xls", ole()[:30] + b"\xff\xff\xff\xff" + ole()[34:]


@a_class("ofd-hostile")
def ofd() -> Made:
    root = '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocRoot>{}</ofd:DocRoot></ofd:DocBody></ofd:OFD>'
    document = '<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>{}</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{}</ofd:Pages></ofd:Document>'
    one = '<ofd:Page ID="1" BaseLoc="{}"/>'
    leaf = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>{}</ofd:Layer></ofd:Content></ofd:Page>'
    text = '<ofd:TextObject ID="9" Boundary="0 0 99 9" Font="1" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="{}">{}</ofd:TextCode></ofd:TextObject>'
    for number, place in enumerate(
        ("../../../etc/passwd", "/etc/passwd", "Doc_0/Document.xml/..", "", "OFD.xml", "C:\\a.xml")
    ):
        yield f"root{number}.ofd", zipped({"OFD.xml": root.format(place)})
    main = {"OFD.xml": root.format("Doc_0/Document.xml")}
    for number, place in enumerate(("../../../../etc/passwd", "/etc/passwd", "Document.xml", "Pages/none.xml")):
        yield (
            f"page{number}.ofd",
            zipped({**main, "Doc_0/Document.xml": document.format("0 0 210 297", one.format(place))}),
        )
    yield "entities.ofd", zipped({"OFD.xml": _laughs(10, 10, "x") + "<x>&l9;</x>"})
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="p.xml"/>' for n in range(30_000))
    yield (
        "pages-30000.ofd",
        zipped({**main, "Doc_0/Document.xml": document.format("0 0 210 297", pages), "Doc_0/p.xml": leaf.format("")}),
    )
    for name, box, content in (
        ("box-giant", "0 0 1e30 1e30", ""),
        ("box-text", "a b c d", ""),
        ("glyphs", "0 0 210 297", text.format("g 2000000000 1", "字")),
        ("blocks", "0 0 210 297", "<ofd:PageBlock>" * 5000 + "</ofd:PageBlock>" * 5000),
    ):
        parts = {"Doc_0/Document.xml": document.format(box, one.format("p.xml")), "Doc_0/p.xml": leaf.format(content)}
        yield f"{name}.ofd", zipped({**main, **parts})
    bomb = Entry(b"OFD.xml", deflated_zeros(300, raw=True, byte=b" "), 8, size=300 << 20)
    yield "part-300mb.ofd", raw_zip([bomb])
