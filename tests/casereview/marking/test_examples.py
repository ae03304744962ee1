from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from casereview.cli import main
from casereview.marking.examples import Example, reckon, shipped_examples, wrong
from casereview.rubric.files import SHIPPED, TEMPLATES, dump, load, shipped, templates
from casereview.words import LANGUAGES
from tests.casereview.marking.builders import by_code

ALL = [(file.rubric, example) for file in shipped_examples() for example in file.example]


@pytest.mark.parametrize(("code", "example"), ALL, ids=[f"{code} {example.title}" for code, example in ALL])
def test_the_hand_reckoned_score_comes_out(code: str, example: Example) -> None:
    sheet = reckon(by_code(code), example)
    assert (sheet.score, sheet.graded, sheet.open) == (example.score, example.grade, ())


def test_every_shipped_rubric_has_two_examples_at_least() -> None:
    counted = Counter(code for code, _ in ALL)
    assert all(counted[rubric.code] >= 2 for rubric in shipped())


def test_an_example_that_is_wrong_is_noticed() -> None:
    code, example = ALL[0]
    other = example.model_copy(update={"deductions": {}})
    assert reckon(by_code(code), other).score != example.score


@pytest.mark.parametrize(
    "file", sorted([*SHIPPED.glob("*.toml"), *TEMPLATES.glob("*.toml")]), ids=lambda file: str(file.stem)
)
def test_the_examples_beside_a_shipped_rubric_come_out(file: Path) -> None:
    assert wrong(file) == []


def test_the_templates_are_sound_use_each_way_of_counting_and_are_written_back_the_same() -> None:
    from casereview.rubric.files import parse
    from casereview.rubric.lint import check

    ways: set[str] = set()
    for rubric in templates():
        assert check(rubric) == []
        assert parse(dump(rubric), "t") == rubric
        for _, section in rubric.nodes:
            ways |= {key for key in ("cap", "floor", "weight") if getattr(section, key) is not None}
            ways |= {section.gate, *(rubric.model_of(item) for item in section.items)}
        ways |= {f"depth {max(depth for depth, _ in rubric.nodes)}"} | {"quota" for g in rubric.grades if g.quota}
    assert ways >= {"cap", "floor", "weight", "whole", "levels", "additive", "deduct", "gate", "depth 3", "quota"}
    assert [load(file).code for file in sorted(TEMPLATES.glob("*.toml"))] == ["DJ", "HG", "ZH"]


def beside(folder: Path, text: str | None) -> Path:
    file = folder / "GS.toml"
    file.write_text(dump(by_code("GS")), "utf-8")
    (folder / "examples").mkdir()
    if text is not None:
        (folder / "examples" / "GS.toml").write_text(text, "utf-8")
    return file


RIGHT = '[[example]]\ntitle = "满分"\nscore = "100.0"\ngrade = "excellent"\n'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "no-examples"),
        ('rubric = "GS"\n' + RIGHT, "few-examples"),
        ('rubric = "GS"\n' + RIGHT * 2, ""),
        ('rubric = "PT"\n' + RIGHT * 2, "examples-of-another"),
        ("rubric = ", "examples-unread"),
        ('rubric = "GS"\n' + RIGHT + RIGHT.replace("100.0", "99.0"), "example-wrong"),
        ('rubric = "GS"\n' + RIGHT + RIGHT + "deductions = { GS-77-1 = 1 }\n", "example-unknown"),
    ],
)
def test_what_is_wrong_with_examples_is_said(tmp_path: Path, text: str | None, code: str) -> None:
    found = wrong(beside(tmp_path, text))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(code not in finding.sentence(language) for finding in found for language in LANGUAGES)


def test_the_command_line_reckons_them_again(tmp_path: Path) -> None:
    file = beside(tmp_path, 'rubric = "GS"\n' + RIGHT + RIGHT.replace("100.0", "99.0"))
    runner = CliRunner()
    assert runner.invoke(main, ["rubric", "lint", str(file)]).exit_code == 0
    answer = runner.invoke(main, ["rubric", "lint", "--examples", str(file)])
    assert answer.exit_code == 1
    assert "99.0" in answer.output and "100.0" in answer.output
