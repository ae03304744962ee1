"""Packs: what is in the file is what the program sees, and what is wrong is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from casereview import packs, words
from casereview.errors import CaseReviewError, NotFound


class Entry(packs.Frozen):
    law: str
    article: str
    days: int = 0


class Law(packs.Frozen):
    title: str
    entries: tuple[Entry, ...]


def _pack(folder: Path, text: str, name: str = "a") -> Path:
    (folder / "law").mkdir(exist_ok=True)
    (folder / "law" / f"{name}.toml").write_text(text, "utf-8")
    return folder


GOOD = 'title = "t"\n[[entries]]\nlaw = "行政处罚法"\narticle = "第六十条"\ndays = 90\n'


def test_a_pack_is_read_as_its_model_says(tmp_path: Path) -> None:
    pack = packs.load("law", "a", Law, folder=_pack(tmp_path, GOOD))
    assert pack.entries[0].days == 90
    assert packs.names("law", folder=tmp_path) == ["a"]
    assert packs.load_all("law", Law, folder=tmp_path) == {"a": pack}


def test_the_hash_follows_the_content_and_not_the_writing() -> None:
    other = '# a remark\n[[entries]]\narticle="第六十条"\nlaw="行政处罚法"\ndays=90\n[unused]\n'.replace(
        "[unused]\n", ""
    )
    one = packs.parse(GOOD, "a", Law)
    two = packs.parse('title = "t"\n' + other, "b", Law)
    changed = packs.parse(GOOD.replace("90", "91"), "c", Law)
    assert packs.digest(one) == packs.digest(two) != packs.digest(changed)


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("title = \n", "pack-not-toml", "line 1"),
        ('title = "t"\n[[entries]]\nlaw = "x"\n', "pack-key-missing", "entries.0.article"),
        (GOOD + "day = 3\n", "pack-key-unknown", "entries.0.day"),
        (GOOD.replace("90", '"neunzig"'), "pack-value-wrong", "neunzig"),
    ],
)
def test_a_wrong_pack_is_refused_in_words_that_name_the_place(text: str, code: str, said: str) -> None:
    with pytest.raises(CaseReviewError) as refused:
        packs.parse(text, "law/a.toml", Law)
    assert refused.value.code == code
    for language in words.LANGUAGES:
        sentence = words.explain(refused.value, language)
        assert "law/a.toml" in sentence and said in sentence


def test_an_unknown_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as missing:
        packs.load("law", "nowhere", Law, folder=tmp_path)
    assert missing.value.parameters["name"] == "law/nowhere"
