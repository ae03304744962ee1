"""The containers Word text comes in: DOCX (zip), the same package as one XML file, and Word 2003 XML.

Chinese case systems save all three under the name `.doc`.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import Container, xml

MAX_XML = 100 << 20


@dataclass(frozen=True, slots=True)
class Package:
    """The parts that are read. `rels` maps relation ids of the main part to (kind of relation, part).

    mended  stray marks stood between the elements and were passed over
    """

    body: Any
    xmls: dict[str, Any] = field(default_factory=dict)
    rels: dict[str, tuple[str, str]] = field(default_factory=dict)
    media: dict[str, bytes] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    mended: bool = False

    def related(self, kind: str) -> Any | None:
        """The root of the one part of that kind ("styles", "numbering" …), or None."""
        return next((self.xmls.get(part) for found, part in self.rels.values() if found == kind), None)


def local(element: Any) -> str:
    """The tag without its namespace, lower case ("vmerge" and "vMerge" are one thing); "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def attribute(element: Any, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Any, *path: str) -> Any | None:
    """The first descendant along a path of local names, or None."""
    for step in path:
        element = next((e for e in element if local(e) == step), None)
        if element is None:
            return None
    return element


def from_zip(path: Path, name: str) -> Package:
    """A DOCX or DOCM. Raises Damaged, HostileMarkup, TooLarge."""
    container = Container(path, name)
    try:
        main = _main_part(container, name)
        rels = _rels(container, main, name)
        xmls, media = {}, {}
        for kind, part in rels.values():
            if kind == "image" and container.has(part):
                media[part] = container.read(part)
            elif kind in _TEXT_PARTS and container.has(part):
                xmls[part] = xml(container.read(part), name)
        # Broken parts that we do not read (themes, settings) still tell of a file cut short.
        body = xml(container.read(main), name)
        return Package(body, xmls, rels, media, frozenset(container.names()))
    finally:
        container.close()


_TEXT_PARTS = {"styles", "numbering", "header", "footer", "footnotes", "endnotes"}


def _main_part(container: Container, name: str) -> str:
    root = xml(container.read("_rels/.rels"), name)
    for relation in root:
        if attribute(relation, "Type").endswith("/officeDocument"):
            return attribute(relation, "Target").lstrip("/")
    raise refusals.Damaged(file=name)


def _rels(container: Container, main: str, name: str) -> dict[str, tuple[str, str]]:
    folder, file = posixpath.split(main)
    part = posixpath.join(folder, "_rels", f"{file}.rels")
    return _relations(xml(container.read(part), name), folder) if container.has(part) else {}


def _relations(root: Any, folder: str) -> dict[str, tuple[str, str]]:
    """Outside targets (linked pictures, templates) are left out: nothing is ever fetched."""
    found = {}
    for relation in root:
        if attribute(relation, "TargetMode") == "External":
            continue
        target = attribute(relation, "Target")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[attribute(relation, "Id")] = (attribute(relation, "Type").rpartition("/")[2], part)
    return found


def from_xml(path: Path, name: str) -> Package:
    """Flat OPC or Word 2003 XML. Raises Damaged, HostileMarkup, TooLarge, OtherOffice."""
    if path.stat().st_size > MAX_XML:
        raise refusals.TooLarge(file=name, limit=MAX_XML >> 20)
    data = path.read_bytes()
    root, mended = _whole(data, name)
    if local(root) == "package":
        return replace(_flat(root, name), mended=mended)
    if local(root) == "worddocument":
        return replace(_word_2003(root), mended=mended)
    raise refusals.UnknownKind(file=name)


def _whole(data: bytes, name: str) -> tuple[Any, bool]:
    """The root, and whether stray marks had to be passed over: case systems leave commands of their templates (`<#list …>`)
    in what they save. Only in a file that is whole to its end: one cut short is damaged."""
    try:
        return xml(data, name), False
    except refusals.Damaged:
        if not data.rstrip().endswith((b":package>", b":wordDocument>")):
            raise
        return xml(_STRAY.sub(b"", data), name), True


_STRAY = re.compile(rb"<#--.*?-->|</?[#@][^<>]*>", re.DOTALL)


def _flat(root: Any, name: str) -> Package:
    xmls: dict[str, Any] = {}
    media: dict[str, bytes] = {}
    for part in root:
        part_name = attribute(part, "name").lstrip("/")
        data, binary = child(part, "xmldata"), child(part, "binarydata")
        if data is not None and len(data):
            xmls[part_name] = data[0]
        elif binary is not None:
            media[part_name] = _bytes_of(binary)
    main = next((part for part, tree in xmls.items() if local(tree) == "document"), None)
    if main is None:
        raise refusals.Damaged(file=name)
    folder, file = posixpath.split(main)
    relations = xmls.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    rels = _relations(relations, folder) if relations is not None else {}
    return Package(xmls[main], xmls, rels, media, frozenset([*xmls, *media]))


def _word_2003(root: Any) -> Package:
    """One document: pictures stand in place and are known by their wordml:// names; headers stand in the sections."""
    media = {attribute(e, "name"): _bytes_of(e) for e in _all(root, "bindata")}
    xmls = {kind: part for kind in ("styles", "lists") if (part := child(root, kind)) is not None}
    rels = {source: ("image", source) for source in media} | {kind: (kind, kind) for kind in xmls}
    return Package(root, xmls, rels, media)


def _all(root: Any, name: str) -> Iterator[Any]:
    return (element for element in root.iter() if local(element) == name)


def _bytes_of(element: Any) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()))
    except (binascii.Error, ValueError):
        return b""
