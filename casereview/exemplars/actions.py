"""What a trainer does with exemplars (案例库): the desk, the card, the release by a second person, search, export."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from casereview import record
from casereview.changes import Changes
from casereview.checks import actions as checks
from casereview.dossier import actions as dossiers
from casereview.dossier.model import Box, Dossier, Reading
from casereview.errors import CaseReviewError, NotFound
from casereview.exemplars.card import Desk, attack, boxes_on, desk_of, drawn, page_title, pages_digest
from casereview.exemplars.course import stages, systems
from casereview.exemplars.model import CARD, RELEASED, Card, Pin
from casereview.files import Files
from casereview.privacy.model import Entity, Found, Hit, Kind
from casereview.privacy.redact import Cover, covers, redacted_page, redacted_text
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.text import fold

if TYPE_CHECKING:
    from casereview.dossier.render import Renderer


class PagesUnseen(CaseReviewError):
    """Pages without text were not looked at by a person; `pages`."""

    code = "exemplar-pages-unseen"


class AttackFound(CaseReviewError):
    """The attack still finds personal data; `count`, and the first `where` with the `kind` of data (never the data)."""

    code = "exemplar-attack-found"


class SecondPersonNeeded(CaseReviewError):
    """The maker of a card cannot release it; `maker`."""

    code = "exemplar-second-person"


def desk(db: Database, dossier: str) -> Desk:
    """All personal data found in a dossier. Raises NotFound."""
    return desk_of(dossier, dossiers.reading(db, dossiers.get(db, dossier).id))


def make(
    db: Database,
    by: Author,
    dossier: str,
    *,
    title: str,
    kind: str = "good",
    summary: str = "",
    points: str = "",
    tags: Sequence[str] = (),
    hide: Sequence[Found] | None = None,
    extra: Sequence[tuple[int, Box]] = (),
    pages: Sequence[int] | None = None,
    seen: Sequence[int] = (),
    pins: Sequence[Pin] = (),
    renderer: Renderer | None = None,
    progress: Progress = silent,
) -> tuple[Changes, Card]:
    """Draw the chosen pages anew and keep them as a draft card.

    hide   occurrences to hide; None hides all that was found. What is hidden in a picture is masked in every text.
    extra  boxes drawn by hand: (dossier page, box); seen: pages without text that a person has looked at
    pages  dossier pages to take; None takes all but those without text that nobody has seen

    Raises PagesUnseen if a chosen page has no text and is not in `seen`, AttackFound if the attack finds anything.
    """
    found = dossiers.get(db, dossier)
    whole = desk(db, dossier)
    hidden = tuple(whole.found if hide is None else hide)
    chosen = _chosen(whole, pages, seen)
    course = checks.course(whole.reading, checks.outcomes(db, found.id))
    images = _drawn_pages(db, whole.reading, chosen, hidden, extra, renderer, progress)
    card = Card(
        id=uuid.uuid4().hex,
        title=masked(title, whole.entities),
        kind="bad" if kind == "bad" else "good",
        domain=_settled(whole.reading, "domain"),
        cause=masked(found.cause or "", whole.entities),
        procedure=found.procedure or "",
        year=int((found.decided_on or "0")[:4]),
        score=found.score or "",
        grade=found.grade or "",
        summary=masked(summary, whole.entities),
        points=masked(points, whole.entities),
        articles=_articles(whole.reading),
        tags=tuple(masked(tag, whole.entities) for tag in tags),
        stages=stages(course),
        systems=systems(course, lambda text: masked(text, whole.entities)),
        pages=drawn(images),
        pins=tuple(pins),
        source=dossier,
    )
    card = _attacked(db, card, whole.entities)
    with record.writing(db):
        record.append(db, by, CARD, card.id, card)
    return Changes(exemplars=frozenset({card.id})), card


def _attacked(db: Database, card: Card, entities: Sequence[Entity]) -> Card:
    hits = attack(card, _people(entities), Files.of(db))
    if hits:
        raise AttackFound(count=len(hits), where=hits[0].where, kind=hits[0].kind.value)
    return card.model_copy(update={"attack": pages_digest(card)})


def _people(entities: Sequence[Entity]) -> list[Entity]:
    """What an attack looks for: everything but the case number, whose masked form keeps organ and year."""
    return [entity for entity in entities if entity.kind is not Kind.CASE_NO]


def _chosen(whole: Desk, pages: Sequence[int] | None, seen: Sequence[int]) -> list[int]:
    blind = set(whole.unread) - set(seen)
    if pages is None:
        return [n for n in range(1, len(whole.reading.page_of) + 1) if n not in blind]
    unseen = sorted(blind & set(pages))
    if unseen:
        raise PagesUnseen(pages="、".join(map(str, unseen)))
    return list(pages)


def _drawn_pages(
    db: Database,
    reading: Reading,
    chosen: Sequence[int],
    hidden: Sequence[Found],
    extra: Sequence[tuple[int, Box]],
    renderer: Renderer | None,
    progress: Progress,
) -> list[tuple[str, float, float, str, str]]:
    from casereview.dossier.render import Renderer as Drawer

    files, own = Files.of(db), None
    if renderer is None:
        renderer = own = Drawer()
    rows = []
    try:
        for done, number in enumerate(chosen, 1):
            page = reading.pages[number - 1]
            here = [hit for hit in hidden if hit.page == number]
            by_hand = boxes_on(extra, number)
            path, kind, place = dossiers.file_to_show(db, reading, number)
            png = redacted_page(renderer, path, kind, place, covers(here) + [Cover(box) for box in by_hand])
            text = redacted_text(page, hidden, by_hand)
            rows.append((files.put(png), page.width, page.height, text, page_title(reading, number)))
            progress(done, len(chosen), page_title(reading, number))
    finally:
        if own is not None:
            own.close()
    return rows


def masked(text: str, entities: Sequence[Entity]) -> str:
    """Words a person wrote, with every entity's text replaced by its mask."""
    for entity in sorted(entities, key=lambda e: -len(e.text)):
        text = text.replace(entity.text, entity.mask)
    return text


def _settled(reading: Reading, name: str) -> str:
    return next((str(fact.value) for fact in reading.facts_named(name)), "")


def _articles(reading: Reading) -> tuple[str, ...]:
    facts = reading.facts_named("article.violated", "article.basis")
    return tuple(dict.fromkeys(_in_words(fact.value) for fact in facts if isinstance(fact.value, dict)))


def _in_words(article: dict[str, Any]) -> str:
    """《…条例》第六十九条第二款第（一）项, as statutes are cited."""
    import cn2an

    def number(part: str) -> str:
        value = str(article.get(part) or "").strip("第条款项()（）")
        return str(cn2an.an2cn(value)) if value.isdigit() else value

    name, paragraph, item = number("article"), number("paragraph"), number("item")
    said = f"《{article.get('law', '')}》第{name}条"
    return said + (f"第{paragraph}款" if paragraph else "") + (f"第（{item}）项" if item else "")


def change(db: Database, by: Author, card: Card) -> Changes:
    """A new version of a draft: words, tags, pins. It must pass the attack again. Raises NotFound, AttackFound."""
    events = record.current(db, CARD, card.id)
    if not events:
        raise NotFound(what="exemplar", name=card.id)
    entities = _entities_of(db, card.source)
    whole = card.model_copy(
        update={name: masked(getattr(card, name), entities) for name in ("title", "summary", "points")}
    )
    # A release vouches for one wording: what is changed is a draft again.
    whole = whole.model_copy(update={"state": "withdrawn" if card.state == "withdrawn" else "draft"})
    with record.writing(db):
        record.append(db, by, CARD, card.id, _attacked(db, whole, entities), [event.id for event in events])
    return Changes(exemplars=frozenset({card.id}))


def _entities_of(db: Database, dossier: str) -> tuple[Entity, ...]:
    return desk(db, dossier).entities if dossier and dossiers.count(db) else ()


def release(db: Database, by: Author, card_id: str) -> tuple[Changes, Card]:
    """A second person lets the card out, after the attack ran again. Raises NotFound, SecondPersonNeeded, AttackFound."""
    makers = {event.actor for event in record.history(db, CARD, card_id)}
    card = get(db, card_id)
    if by.name in makers:
        raise SecondPersonNeeded(maker=by.name)
    hits = attacked_again(db, card)
    if hits:
        raise AttackFound(count=len(hits), where=hits[0].where, kind=hits[0].kind.value)
    with record.writing(db):
        replaced = [event.id for event in record.current(db, RELEASED, card_id)]
        record.append(db, by, RELEASED, card_id, {"card": card_id, "attack": pages_digest(card)}, replaced)
    return Changes(exemplars=frozenset({card_id})), get(db, card_id)


def attacked_again(db: Database, card: Card) -> list[Hit]:
    """The attack report of a card as it is now."""
    return attack(card, _people(_entities_of(db, card.source)), Files.of(db))


def get(db: Database, card_id: str) -> Card:
    """One card by id or its beginning. Raises NotFound."""
    found = [card for card in cards(db) if card.id.startswith(card_id)]
    if len(found) != 1:
        raise NotFound(what="exemplar", name=card_id)
    return found[0]


def cards(db: Database) -> list[Card]:
    """All cards, newest first. A release counts while it vouches for the card as it is."""
    vouched = {(e.subject, e.payload.get("attack")) for e in record.current(db, RELEASED)}
    made = [Card.model_validate(event.payload) for event in reversed(record.current(db, CARD))]
    return [
        card.model_copy(update={"state": "released" if (card.id, pages_digest(card)) in vouched else card.state})
        for card in made
    ]  # fmt: skip


def search(db: Database, query: str, *, kind: str = "", procedure: str = "", tag: str = "") -> list[Card]:
    """Cards that hold every word of the query in their words or pages, narrowed by facets."""
    sought = [fold(word) for word in query.split()]

    def holds(card: Card) -> bool:
        text = fold(
            " ".join(
                [
                    card.title,
                    card.cause,
                    card.summary,
                    card.points,
                    *card.tags,
                    *card.articles,
                    *(p.text for p in card.pages),
                ]
            )
        )
        return all(word in text for word in sought)

    return [
        card
        for card in cards(db)
        if holds(card) and kind in ("", card.kind) and procedure in ("", card.procedure) and (not tag or tag in card.tags)
    ]  # fmt: skip


def export_html(db: Database, card_ids: Sequence[str] | None, folder: Path, *, language: str = "zh") -> list[Path]:
    """Released cards as a folder of static HTML that opens from a stick. None exports all that are released."""
    from casereview.exemplars.handbook import write_folder

    wanted = [card for card in cards(db) if card.state == "released" and (card_ids is None or card.id in set(card_ids))]
    return write_folder(wanted, Files.of(db), folder, language)


def about(dossier: Dossier) -> str:
    """A title to begin with: cause and procedure, no names (the caller's text is masked anyway)."""
    return f"{dossier.cause or dossier.name}"
