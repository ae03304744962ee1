"""The rules that matter are tests: the order of the rooms, no Qt below ui/, both languages whole."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from casereview import errors, words

ROOT = Path(__file__).resolve().parent.parent


def test_every_import_contract_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.syspath_prepend(str(ROOT))
    assert lint_imports(no_cache=True) == 0


def test_every_sentence_stands_in_every_language_with_the_same_places() -> None:
    chinese = words.catalogue("zh")
    for language in words.LANGUAGES[1:]:
        other = words.catalogue(language)
        assert set(other) == set(chinese)
        for key, sentence in chinese.items():
            places = {place.removesuffix(f"_{language}") for place in re.findall(r"{(\w+)}", other[key])}
            assert places <= set(re.findall(r"{(\w+)}", sentence)), key


def test_every_error_has_its_sentence() -> None:
    codes = set()
    for file in (ROOT / "casereview").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.ClassDef):
                continue
            for line in node.body:
                if (
                    isinstance(line, ast.Assign)
                    and getattr(line.targets[0], "id", "") == "code"
                    and isinstance(line.value, ast.Constant)
                ):
                    codes.add(str(line.value.value))
    assert codes
    assert {code for code in codes if f"error.{code}" not in words.catalogue("zh")} == set()


def test_only_stores_touch_sql() -> None:
    """`.execute(` with SQL stands in record, files, workspace, migrations and the store modules, nowhere else."""
    allowed = {
        "record.py",
        "files.py",
        "workspace.py",
        "migrations.py",
        "store.py",
        "search.py",
    }  # or a module of a package `store`
    guilty = [
        str(file.relative_to(ROOT))
        for folder in ("casereview", "ui")
        for file in (ROOT / folder).rglob("*.py")
        if file.name not in allowed
        and file.parent.name != "store"
        and re.search(r"\.(execute|executemany|query)\(\s*f?\"", file.read_text("utf-8"))
    ]
    assert guilty == []


def test_the_command_line_starts_without_anything_heavy() -> None:
    import subprocess

    heavy = ["PySide6", "docx", "reportlab", "pypdfium2", "xlsxwriter", "nltk", "pyrage", "PIL", "lxml"]
    code = f"import casereview.cli, sys; print([m for m in {heavy!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_errors_survive_a_process_border() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(errors.NotFound(what="dossier", name="d1")))
    assert error.parameters == {"what": "dossier", "name": "d1"}


def test_chinese_texts_bear_full_width_punctuation() -> None:
    """What carries a seal is not punctuated in ASCII: sentences, rubrics and the texts of widgets."""
    import tomllib

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        if isinstance(value, list):
            return [text for part in value for text in texts(part)]
        return [value] if isinstance(value, str) else []

    said = list(words.catalogue("zh").values())
    for file in (ROOT / "rubrics" / "review").glob("*.toml"):
        said += texts(tomllib.loads(file.read_text("utf-8")))
    for file in words.RESOURCES.glob("translations/ui/*.en.toml"):
        said += list(tomllib.loads(file.read_text("utf-8")))
    ascii_mark = re.compile(r"(?<=[\u4e00-\u9fff}])[,;:?!](?=[\u4e00-\u9fff{])|(?<=[\u4e00-\u9fff])[,;?!]")
    assert [text for text in said if ascii_mark.search(text)] == []
