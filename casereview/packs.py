"""Data packs: law, calendars, regions, forms, facts … as TOML files that people may read and replace.

A pack is `rubrics/packs/<kind>/<name>.toml`; the room that uses it gives the pydantic model that says what
must stand in it. Its identity is the hash of its validated content, so that a comment or another order of keys
is the same pack. An edited pack comes in as text and is parsed by the same model.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from casereview.errors import CaseReviewError, NotFound

SHIPPED = Path(__file__).resolve().parent.parent / "rubrics" / "packs"


class Frozen(BaseModel):
    """What every part of a pack is: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


PackModel = TypeVar("PackModel", bound=BaseModel)


class PackNotToml(CaseReviewError):
    """The text is no TOML; `detail` is the parser's own word with line and column."""

    code = "pack-not-toml"


class PackKeyMissing(CaseReviewError):
    """A key that must be there is not; `where` is its path (`law.3.article`)."""

    code = "pack-key-missing"


class PackKeyUnknown(CaseReviewError):
    """A key that the pack's kind does not have, mostly a slip of the pen."""

    code = "pack-key-unknown"


class PackValueWrong(CaseReviewError):
    """A value that does not fit; `got` is what stood there, `detail` what was expected."""

    code = "pack-value-wrong"


_KINDS: dict[str, type[CaseReviewError]] = {"missing": PackKeyMissing, "extra_forbidden": PackKeyUnknown}


def names(kind: str, *, folder: Path = SHIPPED) -> list[str]:
    """The packs of a kind, by name, in order; none for a kind without a folder."""
    return sorted(file.stem for file in (folder / kind).glob("*.toml"))


def load(kind: str, name: str, model: type[PackModel], *, folder: Path = SHIPPED) -> PackModel:
    """One pack, validated. Read once a run: packs are immutable values.

    Raises NotFound (thing `pack`) or one of the errors above.
    """
    return _load(kind, name, model, folder)  # type: ignore[return-value]  # the cache forgets the type variable


@cache
def _load(kind: str, name: str, model: type[BaseModel], folder: Path) -> BaseModel:
    try:
        text = (folder / kind / f"{name}.toml").read_text("utf-8")
    except OSError:
        raise NotFound(what="pack", name=f"{kind}/{name}") from None
    return parse(text, f"{kind}/{name}.toml", model)


def load_all(kind: str, model: type[PackModel], *, folder: Path = SHIPPED) -> dict[str, PackModel]:
    """Every pack of a kind by name: years of calendars, regions."""
    return {name: load(kind, name, model, folder=folder) for name in names(kind, folder=folder)}


def parse(text: str, file: str, model: type[PackModel]) -> PackModel:
    """A pack from its text; `file` names it in errors. Raises as `load` does."""
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise PackNotToml(file=file, detail=str(problem)) from None
    except ValidationError as problem:
        raise _first_problem(problem, file) from None


def _first_problem(problem: ValidationError, file: str) -> CaseReviewError:
    first = problem.errors(include_url=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "-"
    kind = _KINDS.get(first["type"], PackValueWrong)
    detail = first["msg"].removeprefix("Value error, ")
    return kind(file=file, where=where, got=str(first["input"])[:80], detail=detail, detail_code=first["type"])


def content_hash(text: str) -> str:
    """SHA-256 of what a pack's text says, whatever model reads it: comments and layout change nothing. Raises as tomllib."""
    content = json.dumps(_dated(tomllib.loads(text)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode("utf-8")).hexdigest()


def _dated(value: object) -> object:
    """TOML content as JSON can hold it."""
    if isinstance(value, dict):
        return {key: _dated(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_dated(one) for one in value]
    return str(value) if isinstance(value, (date, time)) else value


def canonical(pack: BaseModel) -> str:
    """The validated content as JSON with sorted keys: what is hashed, frozen and sent."""
    return json.dumps(pack.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(pack: BaseModel) -> str:
    """SHA-256 of the content."""
    return hashlib.sha256(canonical(pack).encode("utf-8")).hexdigest()
