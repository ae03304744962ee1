"""Word text as blocks: what the document says now. Insertions are kept, deletions dropped, merged cells are read once.

The walk goes by local names, so that DOCX, flat OPC and Word 2003 XML take one road.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from casereview.dossier.readers import numbering, styles, symbols
from casereview.dossier.readers.blocks import Block, Content, PageBreak, Picture, Table, Text
from casereview.dossier.readers.word_package import Package, attribute, child, local
from casereview.dossier.readers.word_tables import table

# Wrappers whose content stands in the document, and elements whose content does not.
THROUGH = {
    "ins", "moveto", "sdtcontent", "customxml", "smarttag", "hyperlink", "fldsimple", "dir", "bdo", "sect",
    "sub-section", "content", "rubybase", "body",
}  # fmt: skip
_GONE = {"del", "movefrom", "deltext", "delinstrtext", "ppr", "rpr", "sectpr", "sdtpr", "rt", "rubypr"}
PAGE = "\x0c"  # a page break inside a paragraph, while it is gathered
CELL_SIZE = 18.0
_FURNITURE = frozenset("0123456789-—–·. 第页共/")


@dataclass(slots=True)
class Walk:
    """One reading of one document."""

    package: Package
    styles: styles.Styles
    numbers: numbering.Numbering
    tables: int = 0
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)


@dataclass(slots=True)
class _Inline:
    """A paragraph being gathered. `fields` holds the open fields: [instruction, in its result, form field]."""

    text: list[str] = field(default_factory=list)
    sizes: dict[float, int] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    fields: list[list[Any]] = field(default_factory=list)

    def add(self, text: str, size: float = 0.0) -> None:
        if any(not opened[1] for opened in self.fields):
            return  # between a field's begin and its result stand instructions
        self.text.append(text)
        if size and text.strip():
            self.sizes[size] = self.sizes.get(size, 0) + len(text)


def read(package: Package) -> Content:
    """The blocks of the document, headers before and footers after the section they belong to."""
    walk = Walk(package, styles.read(package), numbering.read(package))
    body = package.body
    root = child(body, "body")
    blocks = list(_sections(walk, root if root is not None else body))
    for kind in ("footnotes", "endnotes"):
        blocks += _small_print(walk, package.related(kind), kind[:-1])
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        walk.notes.append(("macros-not-run", {}))
    if package.mended:
        walk.notes.append(("markup-mended", {}))
    return Content(tuple(blocks), tuple(walk.notes))


def _sections(walk: Walk, root: Any) -> Iterator[Block]:
    ends = [e for e in root.iter() if local(e) == "sectpr"]
    said: set[str] = set()
    section = 0
    if ends:
        yield from _furniture(walk, ends[0], "header", said)
    for number, element in enumerate(children(root), 1):
        yield from block(walk, element, f"block {number}")
        end = next((e for e in element.iter() if local(e) == "sectpr"), None) if local(element) == "p" else None
        if end is None:
            continue
        yield from _furniture(walk, end, "footer", said)
        section += 1
        if section < len(ends):
            if _starts_page(ends[section]):
                yield PageBreak()
            yield from _furniture(walk, ends[section], "header", said)
    if ends and section < len(ends):
        yield from _furniture(walk, ends[-1], "footer", said)


def _starts_page(section: Any) -> bool:
    kind = child(section, "type")
    return kind is None or attribute(kind, "val", "nextPage") not in ("continuous", "nextColumn")


def _furniture(walk: Walk, section: Any, which: str, said: set[str]) -> Iterator[Text]:
    """Headers or footers of a section, each text once; bare page numbers say nothing."""
    for reference in section:
        if local(reference) == f"{which}reference":
            part = walk.package.rels.get(attribute(reference, "id"), ("", ""))[1]
            root = walk.package.xmls.get(part)
        elif local(reference) == {"header": "hdr", "footer": "ftr"}[which]:
            root = reference
        else:
            continue
        yield from _once(walk, root, which, said)


def _once(walk: Walk, root: Any | None, which: str, said: set[str]) -> Iterator[Text]:
    for text in texts(walk, root, which) if root is not None else ():
        if text.pictures or (text.text.strip() and not _FURNITURE.issuperset(text.text) and text.text not in said):
            said.add(text.text)
            yield replace(text, size=9.0)


def _small_print(walk: Walk, root: Any | None, which: str) -> Iterator[Text]:
    for note in root if root is not None else ():
        if attribute(note, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        for text in texts(walk, note, f"{which} {attribute(note, 'id')}"):
            if text.text.strip():
                yield replace(text, size=9.0)


def texts(walk: Walk, root: Any, place: str) -> Iterator[Text]:
    """Everything under `root` as paragraphs, tables flattened cell by cell: for headers, notes, boxes and nested tables."""
    for number, element in enumerate(children(root), 1):
        for found in block(walk, element, f"{place} / block {number}"):
            yield from _flat(found)


def _flat(found: Block) -> Iterator[Text]:
    if isinstance(found, Text):
        yield found
    elif isinstance(found, Table):
        yield from (text for cell in found.cells for text in cell.content)


def children(root: Any) -> Iterator[Any]:
    """Paragraphs and tables under `root`, through every wrapper that only wraps."""
    for element in root:
        name = local(element)
        if name in ("p", "tbl"):
            yield element
        elif name == "sdt":
            inner = child(element, "sdtcontent")
            yield from children(inner) if inner is not None else ()
        elif name in THROUGH or (name == "annotation" and not is_gone(element)):
            yield from children(element)


def is_gone(element: Any) -> bool:
    """Deleted or moved away, as Word 2003 XML or OOXML says it."""
    if local(element) == "annotation":
        return attribute(element, "type") in ("Word.Deletion", "Word.Comment", "Word.Comment.Start")
    return local(element) in _GONE


def block(walk: Walk, element: Any, place: str) -> Iterator[Block]:
    if local(element) == "tbl":
        walk.tables += 1
        found = table(walk.tables, element, place, lambda cell, where: _cell(walk, cell, where))
        if found is not None:
            yield found
        return
    yield from _paragraph(walk, element, place)


def _cell(walk: Walk, cell: Any, place: str) -> Iterator[Text]:
    for number, element in enumerate(children(cell), 1):
        for found in block(walk, element, f"{place} / paragraph {number}"):
            yield from (replace(text, size=min(text.size, CELL_SIZE)) for text in _flat(found))


def _paragraph(walk: Walk, element: Any, place: str) -> Iterator[Block]:
    look = walk.styles.paragraph(element)
    if look.break_before:
        yield PageBreak()
    inline = _Inline()
    _gather(walk, element, inline, look)
    label = _label(walk, element, look)
    size = max(inline.sizes, key=lambda s: (inline.sizes[s], s)) if inline.sizes else look.size
    pieces = symbols.strays(label + "".join(inline.text)).split(PAGE)
    base = Text("", min(max(size, 8.0), 26.0), look.align, look.indent, place)
    for number, piece in enumerate(pieces):
        if number:
            yield PageBreak()
        last = number == len(pieces) - 1
        if piece.strip() or last:
            yield replace(base, text=piece.rstrip(), pictures=tuple(inline.pictures) if last else ())
    for number, box in enumerate(inline.boxes, 1):  # a floating table is often a table in a box
        for inner, part in enumerate(children(box), 1):
            yield from block(walk, part, f"{place} / text box {number} / block {inner}")


def _label(walk: Walk, element: Any, look: styles.Look) -> str:
    properties = child(element, "ppr")
    shown = child(properties, "listpr", "t") if properties is not None else None  # Word 2003 wrote the label out
    label = attribute(shown, "val") if shown is not None else ""
    if not label and look.list_number:
        label = walk.numbers.label(look.list_number, look.list_level)
    return label if not label or label[-1] in "、．）)，" else f"{label} "


def _gather(walk: Walk, element: Any, into: _Inline, look: styles.Look) -> None:
    for part in element:
        name = local(part)
        if name == "r":
            _run(walk, part, into, look)
        elif name == "sdt":
            _control(walk, part, into, look)
        elif name in ("omath", "omathpara"):
            into.add("".join(e.text or "" for e in part.iter() if local(e) == "t"))
        elif name == "alternatecontent":
            _alternative(walk, part, into, look)
        elif name in THROUGH or (name == "annotation" and not is_gone(part)):
            _gather(walk, part, into, look)


def _control(walk: Walk, control: Any, into: _Inline, look: styles.Look) -> None:
    box = child(control, "sdtpr", "checkbox")
    if box is not None:
        checked = child(box, "checked")
        on = checked is not None and attribute(checked, "val", "1") in ("1", "true", "on")
        into.add(symbols.TICKED if on else symbols.BOX)
        return
    content = child(control, "sdtcontent")
    if content is not None:
        _gather(walk, content, into, look)


def _run(walk: Walk, run: Any, into: _Inline, look: styles.Look) -> None:
    style = walk.styles.run(run, look)
    if style.hidden:
        return
    for part in run:
        name = local(part)
        if name == "t":
            text = part.text or ""
            into.add(symbols.in_font(text, style.symbol_font) if style.symbol_font else text, style.size)
        elif name == "sym":
            code = int(attribute(part, "char", "0") or "0", 16)
            into.add(symbols.symbol(attribute(part, "font"), code), style.size)
        elif name in _SIGNS:
            into.add(_SIGNS[name])
        elif name == "br":
            into.add(PAGE if attribute(part, "type") == "page" else "\n")
        elif name == "fldchar":
            _field(part, into)
        elif name == "instrtext" and into.fields:
            into.fields[-1][0] += part.text or ""
        elif name in ("drawing", "pict", "object"):
            _drawing(walk, part, into)
        elif name == "alternatecontent":
            _alternative(walk, part, into, look)
        elif name == "ruby":
            _gather(walk, part, into, look)


_SIGNS = {"tab": "  ", "cr": "\n", "nobreakhyphen": "-", "ptab": "  "}


def _field(part: Any, into: _Inline) -> None:
    kind = attribute(part, "fldCharType")
    if kind == "begin":
        into.fields.append(["", False, child(part, "ffdata")])
    elif kind == "separate" and into.fields:
        into.fields[-1][1] = True
    elif kind == "end" and into.fields:
        instruction, _, data = into.fields.pop()
        shown = symbols.overstruck(instruction)
        if shown is not None:
            into.add(shown)
        elif data is not None and child(data, "checkbox") is not None:
            into.add(_form_box(child(data, "checkbox")))
        elif data is not None and child(data, "ddlist") is not None:
            into.add(_form_list(child(data, "ddlist")))


def _form_box(box: Any) -> str:
    state = child(box, "checked")
    if state is None:
        state = child(box, "default")
    on = state is not None and attribute(state, "val", "1") in ("1", "true", "on")
    return symbols.TICKED if on else symbols.BOX


def _form_list(choices: Any) -> str:
    entries = [attribute(e, "val") for e in choices if local(e) == "listentry"]
    chosen = child(choices, "result")
    index = int(attribute(chosen, "val", "0")) if chosen is not None else 0
    return entries[index] if 0 <= index < len(entries) else ""


def _alternative(walk: Walk, element: Any, into: _Inline, look: styles.Look) -> None:
    """The first branch that says something: Word writes the same box twice, for new and old readers."""
    for branch in element:
        trial = _Inline(fields=into.fields)
        if any(local(part) in ("drawing", "pict", "object") for part in branch):
            for part in branch:
                _drawing(walk, part, trial)
        else:
            _gather(walk, branch, trial, look)
        if trial.text or trial.pictures or trial.boxes:
            into.text += trial.text
            into.pictures += trial.pictures
            into.boxes += trial.boxes
            return


def _drawing(walk: Walk, element: Any, into: _Inline) -> None:
    """Text boxes and pictures of a drawing; not the boxes inside a box, which the box brings itself."""
    width, height = styles.extent(element)
    pending = [element]
    while pending:
        part = pending.pop()
        name = local(part)
        if name == "txbxcontent":
            into.boxes.append(part)
            continue
        source = attribute(part, "embed") if name == "blip" else ""
        if name == "imagedata":
            source = attribute(part, "id") or attribute(part, "src")
        if source:
            data = walk.package.media.get(walk.package.rels.get(source, ("", source))[1], b"")
            if data:
                into.pictures.append(Picture(data, width, height))
        branches = list(part)
        if name == "alternatecontent":
            branches = branches[:1]
        pending += reversed(branches)
