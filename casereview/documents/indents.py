"""How far the texts of a workbook are set in: spaces before a text, or the indent of its cell. Calamine tells neither."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

_MOST = 20_000_000  # bytes of one part, unpacked; what is larger is no form that people fill in
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL_INDENT = 4  # spaces that one step of a cell's indent stands for


def indents(path: Path) -> Mapping[str, dict[tuple[int, int], int]]:
    """Name of a sheet -> (row, column) from 0 -> spaces before its text. {} for what is no XLSX, or hides too much."""
    if path.suffix.lower() != ".xlsx":
        return {}
    try:
        with ZipFile(path) as archive:
            return _sheets(archive)
    except (BadZipFile, OSError, KeyError, ValueError):
        return {}


def _sheets(archive: ZipFile) -> dict[str, dict[tuple[int, int], int]]:
    texts = [_before(entry) for entry in _part(archive, "xl/sharedStrings.xml").iter(f"{_NS}si")]
    steps = _steps(_part(archive, "xl/styles.xml"))
    targets = {one.get("Id"): one.get("Target") for one in _part(archive, "xl/_rels/workbook.xml.rels")}
    found = {}
    for sheet in _part(archive, "xl/workbook.xml").iter(f"{_NS}sheet"):
        target = str(targets.get(sheet.get(_REL), "")).lstrip("/")
        name = target if target.startswith("xl/") else f"xl/{target}"
        found[str(sheet.get("name"))] = _cells(_part(archive, name), texts, steps)
    return found


def _part(archive: ZipFile, name: str) -> Any:
    from lxml import etree

    if archive.getinfo(name).file_size > _MOST:
        raise ValueError(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(archive.read(name), parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(name) from problem


def _before(entry: Any) -> int:
    text = "".join(node.text or "" for node in entry.iter(f"{_NS}t"))
    bare = text.lstrip(" \u3000\t\xa0")
    return sum({"\u3000": 2, "\t": 4}.get(sign, 1) for sign in text[: len(text) - len(bare)]) if bare else 0


def _steps(styles: Any) -> list[int]:
    formats = styles.find(f"{_NS}cellXfs")
    found = []
    for one in formats if formats is not None else ():
        alignment = one.find(f"{_NS}alignment")
        step = "0" if alignment is None else alignment.get("indent", "0")
        found.append(int(step) if step.isdigit() else 0)
    return found


def _cells(sheet: Any, texts: list[int], steps: list[int]) -> dict[tuple[int, int], int]:
    found = {}
    for cell in sheet.iter(f"{_NS}c"):
        place = str(cell.get("r", ""))
        letters = place.rstrip("0123456789")
        if not letters or letters == place:
            continue
        style = int(cell.get("s", "0"))
        deep = steps[style] * _CELL_INDENT if style < len(steps) else 0
        value = cell.find(f"{_NS}v")
        if cell.get("t") == "s" and value is not None and value.text:
            deep += texts[int(value.text)]
        if deep:
            column = 0
            for sign in letters:
                column = column * 26 + ord(sign) - 64
            found[int(place[len(letters) :]) - 1, column - 1] = deep
    return found
