"""From a dossier to an anonymised card: what will be hidden, the pages drawn anew, the attack on the result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from casereview.dossier.model import Box, Reading
from casereview.exemplars.model import AnonymousPage, Card
from casereview.files import Files
from casereview.privacy.attack import attack_texts, readable
from casereview.privacy.find import find, unread
from casereview.privacy.model import Entity, Found, Hit
from casereview.record import digest_of


@dataclass(frozen=True, slots=True)
class Desk:
    """The redaction desk of a dossier: everything found, and the pages that only a person can judge (no text was read)."""

    dossier: str
    reading: Reading
    found: tuple[Found, ...]
    unread: tuple[int, ...]

    @property
    def entities(self) -> tuple[Entity, ...]:
        return tuple(dict.fromkeys(hit.entity for hit in self.found))

    def of(self, entity: Entity) -> tuple[Found, ...]:
        """Every occurrence of one person or number."""
        return tuple(hit for hit in self.found if hit.entity == entity)


def desk_of(dossier: str, reading: Reading) -> Desk:
    return Desk(dossier, reading, tuple(find(reading)), tuple(unread(reading)))


def page_title(reading: Reading, page: int) -> str:
    """The paper that a dossier page belongs to."""
    return next((paper.title for paper in reading.papers if page in paper.pages), "")


def boxes_on(extra: Sequence[tuple[int, Box]], page: int) -> list[Box]:
    return [box for number, box in extra if number == page]


def attack(card: Card, entities: Iterable[Entity], files: Files) -> list[Hit]:
    """What an attacker still finds in a card: its words, its pages' text and the files of its pages."""
    return attack_texts(_readable(card, files), list(entities))


def _readable(card: Card, files: Files) -> Iterator[tuple[str, str]]:
    for name in ("title", "summary", "points", "cause", "unit"):
        yield name, str(getattr(card, name))
    for tag in card.tags:
        yield "tags", tag
    for title in _titles(card):
        yield "systems", title
    for pin in card.pins:
        yield f"pin p{pin.page}", pin.text
    for number, page in enumerate(card.pages, 1):
        yield f"p{number}", page.text
        yield from (
            (where.replace(page.image, f"p{number}.png"), text)
            for where, text in readable(files.path(page.image))
            if text != page.image
        )


def pages_digest(card: Card) -> str:
    """What an attack report vouches for: exactly these words and pictures."""
    said: list[object] = [card.title, card.summary, card.points, card.cause, card.unit, list(card.tags), [p.text for p in card.pins],
                          [[p.image, p.text] for p in card.pages]]  # fmt: skip
    # A card made before cards knew their course keeps the digest that its release vouches for.
    return digest_of([*said, _titles(card)] if card.systems else said)


def _titles(card: Card) -> list[str]:
    """The titles of papers that its three systems name."""
    return [cell.title for row in card.systems for cell in row.cells if cell.title]


def drawn(images: Sequence[tuple[str, float, float, str, str]]) -> tuple[AnonymousPage, ...]:
    """(image hash, width, height, text, title) rows as pages."""
    return tuple(AnonymousPage(image=i, width=w, height=h, text=t, title=name) for i, w, h, t, name in images)
