"""How a Word paragraph looks, as far as a reading view cares: size, place on the line, list, page break."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from casereview.dossier.readers import symbols
from casereview.dossier.readers.word_package import Package, attribute, child, local


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes and indent in points."""

    size: float = 10.0
    align: str = "left"
    indent: float = 0.0
    break_before: bool = False
    list_number: str = ""
    list_level: int = 0


@dataclass(frozen=True, slots=True)
class RunLook:
    size: float
    hidden: bool = False
    symbol_font: str = ""


_ALIGN = {"center": "center", "right": "right", "end": "right"}


@dataclass(slots=True)
class Styles:
    """The styles of a document by id, each resolved once."""

    elements: dict[str, Any]
    default: Look
    first: str = ""
    known: dict[str, Look] | None = None

    def paragraph(self, element: Any) -> Look:
        properties = child(element, "ppr")
        named = child(properties, "pstyle") if properties is not None else None
        look = self._style(attribute(named, "val") if named is not None else self.first, 0)
        return _applied(look, properties)

    def run(self, element: Any, look: Look) -> RunLook:
        properties = child(element, "rpr")
        if properties is None:
            return RunLook(look.size)
        size, hidden, font = look.size, False, ""
        for part in properties:
            name = local(part)
            if name == "sz":
                size = _half_points(part, size)
            elif name == "vanish":
                hidden = attribute(part, "val", "1") not in ("0", "false", "off")
            elif name == "rfonts":
                found = attribute(part, "ascii") or attribute(part, "hAnsi") or attribute(part, "h-ansi")
                font = found if symbols.is_symbol_font(found) and found.lower() != "symbol" else ""
        return RunLook(size, hidden, font)

    def _style(self, name: str, depth: int) -> Look:
        """A style on top of what it is based on; a circle of styles ends at its tenth step."""
        if self.known is None:
            self.known = {}
        if name not in self.known:
            element = self.elements.get(name)
            if element is None or depth > 10:
                return self.default
            based = child(element, "basedon")
            look = self._style(attribute(based, "val"), depth + 1) if based is not None else self.default
            look = _applied(look, child(element, "ppr"))
            size = child(element, "rpr", "sz")
            self.known[name] = replace(look, size=_half_points(size, look.size)) if size is not None else look
        return self.known[name]


def read(package: Package) -> Styles:
    root = package.related("styles")
    if root is None:
        return Styles({}, Look())
    size = child(root, "docdefaults", "rprdefault", "rpr", "sz")
    elements = {attribute(e, "styleId"): e for e in root if local(e) == "style"}
    first = next(
        (
            attribute(e, "styleId")
            for e in elements.values()
            if attribute(e, "type") == "paragraph" and attribute(e, "default") in ("1", "on", "true")
        ),
        "",
    )
    return Styles(elements, Look(_half_points(size, 10.0) if size is not None else 10.0), first)


def _applied(look: Look, properties: Any | None) -> Look:
    changes: dict[str, Any] = {}
    for part in properties if properties is not None else ():
        name = local(part)
        if name == "jc":
            changes["align"] = _ALIGN.get(attribute(part, "val"), "left")
        elif name == "ind":
            changes["indent"] = _indent(part, look)
        elif name == "pagebreakbefore":
            changes["break_before"] = attribute(part, "val", "1") not in ("0", "false", "off")
        elif name == "numpr":
            number, level = child(part, "numid"), child(part, "ilvl")
            if number is not None:
                changes["list_number"] = (
                    attribute(number, "val") if attribute(number, "val") != "0" else ""
                )  # 0 ends a list
            changes["list_level"] = _whole(attribute(level, "val")) if level is not None else look.list_level
    return replace(look, **changes) if changes else look


def _indent(part: Any, look: Look) -> float:
    characters = attribute(part, "firstLineChars") or attribute(part, "first-line-chars")
    if characters.isdigit():
        return int(characters) / 100 * look.size
    twips = attribute(part, "firstLine") or attribute(part, "first-line")
    return min(_whole(twips) / 20, 80.0)


def _half_points(part: Any, default: float) -> float:
    value = attribute(part, "val")
    return int(value) / 2 if value.isdigit() else default


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else 0


_LENGTH = re.compile(r"(?<![\w-])(width|height)\s*:\s*([\d.]+)(pt|in|cm|mm|px)?")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}


def extent(element: Any) -> tuple[float, float]:
    """Width and height in points of a drawing, from DrawingML (EMU) or VML (CSS); 100 by 100 where neither says."""
    for part in element.iter():
        if local(part) == "extent":
            width, height = _whole(attribute(part, "cx")), _whole(attribute(part, "cy"))
            if width and height:
                return max(width / 12700, 4.0), max(height / 12700, 4.0)
        if style := attribute(part, "style"):
            found = {name: float(number) * _UNITS[unit] for name, number, unit in _LENGTH.findall(style)}
            if found.get("width") and found.get("height"):
                return max(found["width"], 4.0), max(found["height"], 4.0)
    return 100.0, 100.0
