"""The container of OFD (GB/T 33190-2016): a zip of XML. Parts are found by name inside the zip, never on the disk.

Millimetres throughout; the origin is the top left corner of the page.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from casereview.dossier.readers import refusals
from casereview.dossier.readers.safe import Container, xml
from casereview.dossier.readers.word_package import attribute, child, local

MAX_PAGES = 5_000
A4 = (0.0, 0.0, 210.0, 297.0)
Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Resources:
    """What pages refer to by number: family of a font, bytes of a picture's part, drawing parameters, composite units."""

    fonts: dict[str, str] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    params: dict[str, Any] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfdPage:
    """area: x, y, width, height in mm. layers: elements whose children are drawn, in order; stamps lie above them."""

    area: Area
    layers: tuple[Any, ...]
    annotations: tuple[Any, ...]
    stamps: tuple[tuple[Area, bytes], ...]


@dataclass(frozen=True, slots=True)
class Package:
    pages: tuple[OfdPage, ...]
    resources: Resources
    container: Container
    lacking: tuple[str, ...]
    signed: bool

    def media(self, number: str) -> bytes:
        """The bytes of a picture, b"" where the file lacks it."""
        part = self.resources.media.get(number, "")
        return self.container.read(part) if part and self.container.has(part) else b""


def open_package(source: Path | IO[bytes], name: str) -> Package:
    """Raises Ofd where no page can be found, Damaged, HostileMarkup, TooLarge, TooManyPages. Close the container after use."""
    container = Container(source, name)
    try:
        return _Opening(container, name).package()
    except BaseException:
        container.close()
        raise


class _Opening:
    """One reading of one container."""

    def __init__(self, container: Container, name: str) -> None:
        self.container, self.name = container, name
        self.names = {part.replace("\\", "/").lower(): part for part in container.names()}
        self.resources = Resources()
        self.lacking: list[str] = []
        self.pages: list[OfdPage] = []
        self.signed = False

    def package(self) -> Package:
        root = self.part("OFD.xml")
        if root is None:
            raise refusals.Ofd(file=self.name)
        for body in _children(root, "docbody"):
            self.document(_loc(body, "docroot"), _loc(body, "signatures"))
        if not self.pages:
            raise refusals.Ofd(file=self.name)
        return Package(tuple(self.pages), self.resources, self.container, tuple(self.lacking), self.signed)

    def real(self, part: str) -> str:
        return self.names.get(part.lower(), "")

    def part(self, part: str) -> Any | None:
        """A part's root, None where the file lacks it."""
        found = self.real(part)
        if not found:
            self.lacking.append(part)
            return None
        return xml(self.container.read(found), self.name)

    def document(self, where: str, signatures: str) -> None:
        where = _resolve("", where)
        root = self.part(where)
        if root is None:
            return
        folder = posixpath.dirname(where)
        common = child(root, "commondata")
        shared = common if common is not None else root
        for kind in ("publicres", "documentres"):
            for resource in _children(shared, kind):
                self.resource(_resolve(folder, resource.text or ""))
        templates = {
            attribute(t, "ID"): _resolve(folder, attribute(t, "BaseLoc")) for t in _children(shared, "templatepage")
        }
        usual = _area(child(shared, "pagearea")) or A4
        entries = [
            (attribute(p, "ID"), _resolve(folder, attribute(p, "BaseLoc"))) for p in _all(child(root, "pages"), "page")
        ]
        if len(self.pages) + len(entries) > MAX_PAGES:
            raise refusals.TooManyPages(file=self.name, pages=len(entries), limit=MAX_PAGES)
        notes = self.annotations(folder, _loc(root, "annotations"))
        stamps = self.stamps(signatures) if signatures else {}
        for number, place in entries:
            self.page(place, usual, templates, notes.get(number, ()), tuple(stamps.get(number, ())))

    def page(
        self,
        place: str,
        usual: Area,
        templates: dict[str, str],
        notes: tuple[Any, ...],
        stamps: tuple[tuple[Area, bytes], ...],
    ) -> None:
        root = self.part(place)
        if root is None:  # a page is a page, be it empty
            self.pages.append(OfdPage(usual, (), notes, stamps))
            return
        self.page_resources(root, place)
        below: list[Any] = []
        above: list[Any] = []
        for reference in _children(root, "template"):
            where = templates.get(attribute(reference, "TemplateID"), "")
            template = self.part(where) if where else None
            if template is not None:
                self.page_resources(template, where)
                (above if attribute(reference, "ZOrder") == "Foreground" else below).extend(_layers(template))
        area = _area(child(root, "area")) or usual
        self.pages.append(OfdPage(area, (*below, *_layers(root), *above), notes, stamps))

    def page_resources(self, root: Any, place: str) -> None:
        for resource in _children(root, "pageres"):
            self.resource(_resolve(posixpath.dirname(place), resource.text or ""))

    def resource(self, place: str) -> None:
        root = self.part(place)
        if root is None:
            return
        folder = _resolve(posixpath.dirname(place), attribute(root, "BaseLoc"))
        for font in _all(child(root, "fonts"), "font"):
            self.resources.fonts[attribute(font, "ID")] = attribute(font, "FamilyName") + attribute(font, "FontName")
        for param in _all(child(root, "drawparams"), "drawparam"):
            self.resources.params[attribute(param, "ID")] = param
        for unit in _all(child(root, "compositegraphicunits"), "compositegraphicunit"):
            self.resources.units[attribute(unit, "ID")] = unit
        for media in _all(child(root, "multimedias"), "multimedia"):
            self.resources.media[attribute(media, "ID")] = self.media(folder, place, _loc(media, "mediafile"))

    def media(self, folder: str, place: str, file: str) -> str:
        """Where a picture lies: in the resource's folder as the standard says, or beside it as some writers do."""
        tries = (_resolve(folder, file), _resolve(posixpath.dirname(place), file))
        return next((real for part in tries if (real := self.real(part))), "")

    def annotations(self, folder: str, where: str) -> dict[str, tuple[Any, ...]]:
        """Appearances to be drawn above a page, by the page's number. Invisible ones are left out."""
        root = self.part(_resolve(folder, where)) if where else None
        base = posixpath.dirname(_resolve(folder, where)) if where else ""
        found: dict[str, tuple[Any, ...]] = {}
        for page in _children(root, "page"):
            notes = self.part(_resolve(base, _loc(page, "fileloc")))
            shown = [a for a in _all(notes, "annot") if attribute(a, "Visible", "true") != "false"]
            looks = tuple(look for a in shown if (look := child(a, "appearance")) is not None)
            number = attribute(page, "PageID")
            found[number] = (*found.get(number, ()), *looks)
        return found

    def stamps(self, where: str) -> dict[str, list[tuple[Area, bytes]]]:
        """Seals of electronic signatures by page: where they stand and the signed value that holds their picture."""
        where = _resolve("", where)
        root = self.part(where)
        found: dict[str, list[tuple[Area, bytes]]] = {}
        for entry in _children(root, "signature"):
            self.signed = True
            place = _resolve(posixpath.dirname(where), attribute(entry, "BaseLoc"))
            signature = self.part(place)
            info = child(signature, "signedinfo") if signature is not None else None
            values = [_loc(signature, "signedvalue"), _loc(child(info, "seal"), "baseloc") if info is not None else ""]
            data = b"".join(self.bytes_of(_resolve(posixpath.dirname(place), value)) for value in values if value)
            for stamp in _children(info, "stampannot"):
                box = numbers(attribute(stamp, "Boundary"))
                if len(box) == 4:
                    found.setdefault(attribute(stamp, "PageRef"), []).append(((box[0], box[1], box[2], box[3]), data))
        return found

    def bytes_of(self, part: str) -> bytes:
        found = self.real(part)
        return self.container.read(found) if found else b""


def numbers(text: str) -> list[float]:
    """The numbers of a list; what is none ends it."""
    found = []
    for part in text.split():
        try:
            value = float(part)
        except ValueError:
            break
        if not -1e6 < value < 1e6:
            break
        found.append(value)
    return found


def _area(element: Any | None) -> Area | None:
    if element is None:
        return None
    for kind in ("physicalbox", "applicationbox"):
        box = numbers(_loc(element, kind))
        if len(box) == 4 and 5 <= box[2] <= 5_000 and 5 <= box[3] <= 5_000:
            return box[0], box[1], box[2], box[3]
    return None


def _layers(root: Any) -> list[Any]:
    """Layers in the order of their drawing: background, body, foreground."""
    order = {"Background": 0, "Body": 1, "Foreground": 2}
    content = child(root, "content")
    layers = [e for e in content if local(e) == "layer"] if content is not None else []
    return sorted(layers, key=lambda layer: order.get(attribute(layer, "Type", "Body"), 1))


def _resolve(folder: str, loc: str) -> str:
    """A location as a name in the zip; what climbs out of it is a name that no part has."""
    loc = loc.strip().replace("\\", "/")
    joined = loc if loc.startswith("/") else posixpath.join(folder, loc)
    return posixpath.normpath(joined).lstrip("/")


def _loc(element: Any | None, kind: str) -> str:
    found = child(element, kind) if element is not None else None
    return (found.text or "").strip() if found is not None else ""


def _children(element: Any | None, kind: str) -> Iterator[Any]:
    return (e for e in element if local(e) == kind) if element is not None else iter(())


def _all(element: Any | None, kind: str) -> Iterator[Any]:
    return (e for e in element.iter() if local(e) == kind) if element is not None else iter(())
