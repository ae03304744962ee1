"""The library as a folder of static HTML: an index with search in the browser, a page an exemplar. No network, no names."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence
from pathlib import Path

from casereview import words
from casereview.exemplars.course import as_html
from casereview.exemplars.model import Card, Pin
from casereview.files import Files
from casereview.words import RESOURCES


def write_folder(cards: Sequence[Card], files: Files, folder: Path, language: str = "zh") -> list[Path]:
    """index.html, one page a card, pictures beside them. Gives the HTML files; nothing of the source is named."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    style = (RESOURCES / "help" / "handbook.css").read_text("utf-8")
    (folder / "handbook.css").write_text(style, "utf-8")
    written = [folder / "index.html"]
    written[0].write_text(_index(cards, language), "utf-8")
    for number, card in enumerate(cards, 1):
        pictures = []
        for place, page in enumerate(card.pages, 1):
            name = f"pages/{number:03d}-{place:03d}.png"
            (folder / name).write_bytes(files.path(page.image).read_bytes())
            pictures.append(name)
        written.append(folder / f"{number:03d}.html")
        written[-1].write_text(_card(card, pictures, language), "utf-8")
    return written


def _frame(title: str, body: str, language: str) -> str:
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f'<link rel="stylesheet" href="handbook.css"></head><body>{body}</body></html>'
    )


def _index(cards: Sequence[Card], language: str) -> str:
    def say(code: str, **values: object) -> str:
        return html.escape(words.render(f"exemplar.{code}", language, **values))

    rows, text = [], []
    for number, card in enumerate(cards, 1):
        tags = "".join(f"<span class=tag>{html.escape(tag)}</span>" for tag in card.tags)
        rows.append(
            f'<li class="card {card.kind}" data-n="{number - 1}"><a href="{number:03d}.html">'
            f"<b>{html.escape(card.title)}</b><i>{say(card.kind)}</i><p>{html.escape(card.summary[:160])}</p>{tags}</a></li>"
        )
        text.append(
            " ".join([card.title, card.summary, card.points, *card.tags, *card.articles, *(p.text for p in card.pages)])
        )
    # </ would end the script early, wherever it came from.
    data = json.dumps([t.lower() for t in text], ensure_ascii=False).replace("</", "<\\/")
    script = (
        f"const t={data},q=document.getElementById('q');q.oninput=()=>{{const w=q.value.toLowerCase().split(/\\s+/).filter(Boolean);"
        "document.querySelectorAll('.card').forEach(c=>c.hidden=!w.every(x=>t[c.dataset.n].includes(x)))}"
    )
    body = (
        f"<header><h1>{say('library')}</h1><p>{say('count', n=len(cards))}</p>"
        f'<input id="q" placeholder="{say("search")}" aria-label="{say("search")}"></header><ul>{"".join(rows)}</ul><script>{script}</script>'
    )
    return _frame(words.render("exemplar.library", language), body, language)


def _card(card: Card, pictures: Sequence[str], language: str) -> str:
    def say(code: str) -> str:
        return html.escape(words.render(f"exemplar.{code}", language))

    facts = [
        ("cause", card.cause),
        ("year", str(card.year or "")),
        ("score", card.score),
        ("articles", "；".join(card.articles)),
    ]
    table = "".join(f"<tr><th>{say(name)}</th><td>{html.escape(value)}</td></tr>" for name, value in facts if value)
    sections = "".join(
        f"<h2>{say(name)}</h2><p>{html.escape(text)}</p>"
        for name, text in (("summary", card.summary), ("points", card.points))
        if text
    )
    pages = "".join(_page(card, number, picture) for number, picture in enumerate(pictures, 1))
    body = (
        f'<nav><a href="index.html">← {say("library")}</a></nav><main><h1>{html.escape(card.title)}</h1>'
        f'<p class="kind {card.kind}">{say(card.kind)}</p><table>{table}</table>{sections}{as_html(card, language)}{pages}</main>'
    )
    return _frame(card.title, body, language)


def _page(card: Card, number: int, picture: str) -> str:
    page = card.pages[number - 1]
    pins = [pin for pin in card.pins if pin.page == number]
    marks = "".join(_pin(pin, place, page.width, page.height) for place, pin in enumerate(pins, 1))
    notes = "".join(f'<li class="{"good" if pin.good else "bad"}">{html.escape(pin.text)}</li>' for pin in pins)
    return (
        f'<figure><figcaption>{html.escape(page.title)}</figcaption><div class="page">'
        f'<img src="{picture}" alt="{html.escape(page.title)}" loading="lazy">{marks}</div><ol>{notes}</ol></figure>'
    )


def _pin(pin: Pin, number: int, width: float, height: float) -> str:
    x0, y0, x1, y1 = pin.box
    style = f"left:{x0 / width:.3%};top:{y0 / height:.3%};width:{(x1 - x0) / width:.3%};height:{(y1 - y0) / height:.3%}"
    return f'<span class="pin {"good" if pin.good else "bad"}" style="{style}"><b>{number}</b></span>'
