"""Codes and parameters become sentences in the user's language, for command line, window and notices alike.

The catalogue is `resources/translations/words/<room>.<language>.toml`: tables of code = sentence,
with `{name}` places. The first language, Chinese, is complete by definition; a test holds the others to it.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from casereview.errors import CaseReviewError

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
LANGUAGES = ("zh", "en")
_FOLDER = RESOURCES / "translations" / "words"


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every sentence of one language by "table.code". Raises ValueError if two rooms name the same code."""
    sentences: dict[str, str] = {}
    for file in sorted(_FOLDER.glob(f"*.{language}.toml")):
        for key, sentence in _flat(tomllib.loads(file.read_text("utf-8")), ""):
            if key in sentences:
                raise ValueError(f"{file.name} repeats {key}")
            sentences[key] = sentence
    return sentences


def _flat(table: dict[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{prefix}.{key}" if prefix else key
        found += _flat(value, name) if isinstance(value, dict) else [(name, str(value))]
    return found


class _Shown(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


@cache
def _table(language: str, table: str) -> dict[str, str]:
    """The sentences of one table: only files that name it are parsed, so that a window need not wait for all of them."""
    sentences: dict[str, str] = {}
    for file in sorted(_FOLDER.glob(f"*.{language}.toml")):
        text = file.read_text("utf-8")
        if f"\n[{table}" in f"\n{text}" or f"\n{table}." in f"\n{text}":
            sentences.update(_flat(tomllib.loads(text), ""))
    return sentences


def render(code: str, language: str = "zh", /, **parameters: object) -> str:
    """The sentence of "table.code" with its places filled; the code itself where there is none."""
    table = code.partition(".")[0]
    sentence = _table(language, table).get(code) or _table("zh", table).get(code)
    if sentence is None:
        return code
    return sentence.format_map(_Shown(parameters))


def explain(error: Exception, language: str = "zh") -> str:
    """What happened, to which file, and what to do: one sentence. Re-raises what is not ours to explain."""
    if isinstance(error, CaseReviewError):
        parameters = dict(error.parameters)
        if f"thing.{parameters.get('what')}" in catalogue("zh"):
            parameters["what"] = render(f"thing.{parameters['what']}", language)
        if f"expected.{parameters.get('detail_code')}" in catalogue("zh"):
            parameters["detail"] = render(f"expected.{parameters['detail_code']}", language)
        return render(f"error.{error.code}", language, **parameters)
    raise error
