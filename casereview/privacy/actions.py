"""A dossier anonymised whole, with the list of what was hidden; and the attack on any result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from casereview.dossier import actions as dossiers
from casereview.dossier.render import Renderer
from casereview.privacy import attack as attacks
from casereview.privacy.find import find, unread
from casereview.privacy.model import Entity, Hit
from casereview.privacy.redact import NotAPdfName, covers, pictures_as_pdf, redacted_page
from casereview.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Report:
    """What was hidden: entities with their masks (never exported with the result), how often, and pages nobody could search."""

    file: str
    entities: tuple[Entity, ...]
    occurrences: int
    pages: int
    unread: tuple[int, ...]


def redact_dossier(db: Database, dossier: str, out: Path, progress: Progress = silent) -> Report:
    """Write a dossier as a PDF of pictures with everything found painted over. Raises NotAPdfName, NotFound."""
    if out.suffix.lower() != ".pdf":
        raise NotAPdfName(file=out.name)
    reading = dossiers.reading(db, dossier)
    found = find(reading)
    pictures: list[tuple[bytes, float, float]] = []
    renderer = Renderer()
    try:
        for number, page in enumerate(reading.pages, 1):
            path, kind, place = dossiers.file_to_show(db, reading, number)
            hide = covers([hit for hit in found if hit.page == number])
            pictures.append((redacted_page(renderer, path, kind, place, hide), page.width, page.height))
            progress(number, len(reading.pages), out.name)
    finally:
        renderer.close()
    out.write_bytes(pictures_as_pdf(pictures))
    entities = tuple(dict.fromkeys(hit.entity for hit in found))
    return Report(out.name, entities, len(found), len(pictures), tuple(unread(reading)))


def attack(path: Path, like: Path | None = None) -> list[Hit]:
    """What can still be read in a result: the entities of the original if it is given, and numbers by their pattern."""
    entities = [hit.entity for hit in find(dossiers.read(like))] if like is not None else []
    return attacks.attack_file(path, list(dict.fromkeys(entities)))
