"""The file of frozen results that anyone can recompute with `verifier`."""

from __future__ import annotations

import json

from casereview import record
from casereview.results.model import Results
from casereview.results.verifier import FORMAT, VERSION


def digest(results: Results) -> str:
    """Names a set of figures: SHA-256 of its canonical JSON."""
    return record.digest_of(results.model_dump(mode="json"))


def export_text(results: Results) -> str:
    """JSON with its digest, readable by people too."""
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "digest": digest(results),
        "results": results.model_dump(mode="json"),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
