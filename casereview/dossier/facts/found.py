"""What a reader of facts hands over: a value and where it stands in the stream of a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from casereview.dossier.facts.patterns import Hit


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    value: Any
    start: int
    end: int
    confidence: float = 1.0


def found(name: str, hit: Hit, confidence: float = 1.0) -> Found:
    return Found(name, hit.value, hit.start, hit.end, hit.confidence * confidence)
