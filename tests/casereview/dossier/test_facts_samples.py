"""The shipped sample dossiers, drawn by other hands: every paper in its place and every value of their truth is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from casereview.dossier import readers, sources
from casereview.dossier.facts import pack, read_facts
from casereview.dossier.facts.numerals import amount, number
from casereview.dossier.model import Fact, Member
from casereview.dossier.papers import split
from casereview.words import RESOURCES

SAMPLES = RESOURCES / "samples"
TRUTHS = [json.loads(file.read_text("utf-8")) for file in sorted((SAMPLES / "truth").glob("*.json"))]
TYPED = [truth for truth in TRUTHS if truth["form"] not in ("scan", "images", "photos")]
# Stated by the case, not by words of the paper: what the act is called on a summary decision, and that nothing was seized.
_NOT_ON_PAPER = {"has_measure"}


def _members(path: Path) -> tuple[Member, ...]:
    handed = list(sources.gather(path))  # holds what was unpacked for as long as it lives
    found = [entry for source in handed for entry in source.entries]
    return tuple(readers.read_file(entry.path, entry.name) for entry in found if not entry.name.endswith(".xlsx"))


def _plain(name: str, value: Any) -> Any:
    """Truth and readings in one notation."""
    if name.startswith("article."):
        return tuple(_digits(value[key]) for key in ("law", "article", "paragraph", "item"))
    if name == "officer":
        return value["name"], value["cert_no"]
    if name == "service":
        return value["form"], value["on"][:10], value["method"]
    if "amount" in name:
        return amount(value)
    return value.replace("·", "") if name == "vehicle_plate" else value


def _digits(text: str) -> str:
    value = number(text.strip("（）()"))
    return text if value is None else str(value)


def _readings(facts: Iterable[Fact], name: str) -> list[Any]:
    if name == "notice.right":
        return [f.value["right"] for f in facts if f.name == name and f.value["ticked"]]
    return [_plain(name, fact.value) for fact in facts if fact.name == name]


def test_there_are_samples_to_read() -> None:
    assert len(TYPED) >= 4


@pytest.mark.parametrize("truth", TYPED, ids=[truth["name"] for truth in TYPED])
def test_a_sample_dossier_is_read_as_it_is(truth: dict[str, Any]) -> None:
    held = _members(SAMPLES / "dossiers" / truth["path"])
    papers = split(held)
    assert [paper.form for paper in papers] == [paper["form"] for paper in truth["papers"]]
    facts = read_facts(held, papers)
    missing = {}
    for name, wanted in truth["facts"].items():
        readings = _readings(facts, name)
        values = [_plain(name, value) for value in (wanted if isinstance(wanted, list) else [wanted])]
        if name == "cause":
            readings = [value for value in values for reading in readings if value in reading]
        lacking = [value for value in values if value not in readings]
        if lacking and name not in _NOT_ON_PAPER:
            missing[name] = (lacking, readings)
    assert missing == {}


_DAY = r"\d{4}-\d{2}-\d{2}"
_WRITTEN = {
    "date": _DAY,
    "moment": rf"{_DAY}(T\d{{2}}:\d{{2}})?",
    "money": r"\d+\.\d{2}",
    "number": r"\d+",
    "decimal": r"\d+(\.\d+)?",
    "uscc": r"[0-9A-Z]{18}",
    "plate": r"[一-龥][A-Z][A-Z0-9]{4,6}[挂学警港澳]?",
    "flag": r"true|false",
    "code": r"[a-z_]+",
}
_TABLES = {
    "officer": {"name", "cert_no", "role"},
    "article": {"law", "article", "paragraph", "item"},
    "service": {"paper", "form", "no", "on", "method", "signed"},
    "tick": {"label", "ticked"},
    "right": {"right", "ticked"},
    "row": {"title", "form", "first", "last"},
}


@pytest.mark.parametrize("truth", TYPED, ids=[truth["name"] for truth in TYPED])
def test_every_value_is_written_as_the_catalogue_says(truth: dict[str, Any]) -> None:
    held = _members(SAMPLES / "dossiers" / truth["path"])
    kinds = pack.shipped().catalogue.by_name
    facts = read_facts(held, split(held))
    assert facts
    for fact in facts:
        kind = kinds[fact.name].type
        if kind in _TABLES:
            assert set(fact.value) == _TABLES[kind], fact
        else:
            assert isinstance(fact.value, str) and re.fullmatch(_WRITTEN.get(kind, ".+"), fact.value), fact
        box = fact.place.box
        assert box is not None and box.x0 <= box.x1 and box.y0 <= box.y1, fact
