"""The program plays the adversary with the dossier's own entities: what can still be read is a hit.

It looks where people forget to look: text layers, metadata, attachments, annotations, all streams of a PDF, all parts
of a Word file (revisions, comments, properties), text chunks and EXIF of pictures; spaced-out and full-width spellings
too, and the patterns of numbers that no mask leaves.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from casereview.privacy.find import folded
from casereview.privacy.model import Entity, Hit, Kind

_DROP = " \t\u3000·•.-－—*"
# What must not be left in any text that leaves the house, whether or not the dossier's entities name it.
_LEFT: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.ID_NO, re.compile(r"(?<![\dA-F])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dA-F])")),
    (Kind.PHONE, re.compile(r"(?<![\dA-F.])1[3-9]\d{9}(?![\dA-F.])")),
)  # fmt: skip


def attack_texts(texts: Iterable[tuple[str, str]], entities: Iterable[Entity]) -> list[Hit]:
    """Hits in (where, text) pairs."""
    known = [(entity, folded(entity.text, _DROP)) for entity in entities if entity.kind is not Kind.CASE_NO]
    hits: list[Hit] = []
    for where, text in texts:
        bare = folded(text, _DROP)
        hits += [
            Hit(where, entity.kind, entity.text, "entity") for entity, sought in known if sought and sought in bare
        ]
        # The first fourteen digits of an identity number still show the birth date.
        hits += [
            Hit(where, entity.kind, entity.text, "part")
            for entity, sought in known
            if entity.kind is Kind.ID_NO and len(sought) == 18 and sought not in bare and sought[:14] in bare
        ]
        hits += [
            Hit(where, kind, m.group(), "pattern") for kind, pattern in _LEFT for m in pattern.finditer(folded(text))
        ]
    return list(dict.fromkeys(hits))


def attack_file(path: Path, entities: Iterable[Entity]) -> list[Hit]:
    """Hits in a file or in every file of a folder. Raises NotFound for a path that is not there."""
    from casereview.errors import NotFound

    if not path.exists():
        raise NotFound(what="file", name=path.name)
    files = sorted(f for f in path.rglob("*") if f.is_file()) if path.is_dir() else [path]
    return attack_texts((pair for file in files for pair in readable(file)), list(entities))


def readable(file: Path) -> Iterator[tuple[str, str]]:
    """Everything in a file that somebody could read, as (where, text)."""
    data = file.read_bytes()
    yield f"{file.name} (name)", file.name
    if data[:5] == b"%PDF-":
        yield from _pdf(file.name, data)
    elif data[:4] == b"PK\x03\x04":
        yield from _zip(file.name, data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n" or data[:3] == b"\xff\xd8\xff":
        yield from _picture(file.name, data)
    else:
        yield file.name, data.decode("utf-8", "replace")


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    for key, value in (reader.metadata or {}).items():
        yield f"{name} {key}", str(value)
    for number, page in enumerate(reader.pages, 1):
        yield f"{name} p{number}", page.extract_text()
    for number in range(1, len(reader.xref_objStm) + sum(len(g) for g in reader.xref.values()) + 2):
        thing = reader.get_object(number)
        yield f"{name} object {number}", _strings(thing)


def _strings(thing: object) -> str:
    """The strings of a PDF object, its stream with them where that is text (pictures are pixels, not words)."""
    from pypdf.generic import ArrayObject, DictionaryObject, StreamObject, TextStringObject

    if isinstance(thing, TextStringObject):
        return str(thing)
    if isinstance(thing, ArrayObject):
        return " ".join(_strings(part) for part in thing)
    if isinstance(thing, DictionaryObject):
        parts = [_strings(part) for part in thing.values()]
        if isinstance(thing, StreamObject) and thing.get("/Subtype") != "/Image":
            parts.append(thing.get_data().decode("utf-8", "replace"))
        return " ".join(parts)
    return ""


def _zip(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            inner = archive.read(entry)
            yield f"{name}/{entry.filename} (name)", entry.filename
            if inner[:8] == b"\x89PNG\r\n\x1a\n" or inner[:3] == b"\xff\xd8\xff":
                yield from _picture(f"{name}/{entry.filename}", inner)
            else:
                text = inner.decode("utf-8", "replace")
                yield f"{name}/{entry.filename}", text
                # Word cuts a name into runs: read it without the tags between.
                yield f"{name}/{entry.filename} (text)", re.sub(r"<[^>]+>", "", text)


def _picture(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        for key, value in image.info.items():
            yield f"{name} {key}", value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        for tag, value in image.getexif().items():
            yield f"{name} EXIF {tag}", str(value)
