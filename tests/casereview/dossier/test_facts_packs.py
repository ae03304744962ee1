"""What provinces call their papers and boxes is data: a word added to a pack's text is enough."""

from __future__ import annotations

from pathlib import Path

from casereview import packs
from casereview.dossier import forms
from casereview.dossier.facts import pack, read_facts
from casereview.dossier.facts.pack import Fields
from casereview.dossier.forms import FormPack
from casereview.dossier.papers import split
from tests.casereview.dossier.drawn import Item, Title, members, values

SHEET: list[Item] = [
    Title("涉路违法行为受案登记单"),
    "案号：晋交执罚〔2024〕021号",
    "案件来源：检查　　立案依据：无",
    "涉嫌事由：何当真涉嫌超限运输案",
    "违法嫌疑人：何当真",
]


def text_of(kind: str, name: str) -> str:
    return (packs.SHIPPED / kind / f"{name}.toml").read_text("utf-8")


def with_synonym(word: str) -> FormPack:
    old = 'synonyms = ["立案审批表",'
    text = text_of("forms", "transport")
    assert text.count(old) == 1
    return packs.parse(text.replace(old, f'synonyms = ["{word}", "立案审批表",'), "forms/transport.toml", FormPack)


def with_labels(**labels: str) -> Fields:
    text = text_of("facts", "fields")
    for old, new in labels.items():
        assert text.count(f'labels = ["{old}"') >= 1
        text = text.replace(f'labels = ["{old}"', f'labels = ["{new}", "{old}"')
    return packs.parse(text, "facts/fields.toml", Fields)


def test_a_synonym_in_the_pack_alone_makes_a_title_known(tmp_path: Path) -> None:
    held = members(tmp_path, "pdf", SHEET)
    assert [paper.form for paper in split(held, forms.shipped())] == ["X-OTHER"]
    papers = split(held, with_synonym("涉路违法行为受案登记单"))
    assert [(paper.form, paper.title, paper.way) for paper in papers] == [("F01", "涉路违法行为受案登记单", "title")]


def test_a_label_in_the_pack_alone_makes_a_box_known(tmp_path: Path) -> None:
    held, known = members(tmp_path, "pdf", SHEET), with_synonym("涉路违法行为受案登记单")
    papers = split(held, known)
    before = read_facts(held, papers, forms=known)
    assert values(before, "cause") == values(before, "party.name") == []
    shipped = pack.shipped()
    more = shipped.model_copy(update={"fields": with_labels(案由="涉嫌事由", 当事人="违法嫌疑人")})
    after = read_facts(held, papers, more, known)
    assert values(after, "cause") == ["何当真涉嫌超限运输案"]
    assert values(after, "party.name") == ["何当真"]


def test_a_title_that_nothing_knows_is_shown_as_it_stands(tmp_path: Path) -> None:
    paper = split(members(tmp_path, "pdf", SHEET))[0]
    assert paper.title == "涉路违法行为受案登记单" and paper.confidence < 0.5
