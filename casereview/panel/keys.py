"""Keys of the people who work in a workspace: Ed25519 to sign, X25519 (age) to receive. Kept in keys.json beside the database."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlite_utils import Database

from casereview.errors import CaseReviewError
from casereview.files import Files

FILE = "keys.json"


class KeysUnreadable(CaseReviewError):
    """keys.json is damaged; `file`."""

    code = "keys-unreadable"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others may know of a person's keys. sign: Ed25519, hex; receive: an age recipient."""

    name: str
    sign: str
    receive: str

    @property
    def fingerprint(self) -> str:
        """What two people compare aloud: 20 hex digits in fives."""
        digits = hashlib.sha256(f"{self.sign}{self.receive}".encode()).hexdigest()[:20]
        return " ".join(digits[start : start + 5] for start in range(0, 20, 5))

    def holds(self, signature: str, data: bytes) -> bool:
        """Whether the signature (hex) over data is this person's."""
        try:
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.sign)).verify(bytes.fromhex(signature), data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "sign": self.sign, "receive": self.receive}


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A person's own keys; never leaves the workspace folder."""

    name: str
    private: str  # Ed25519 seed, hex
    identity: str  # AGE-SECRET-KEY-…

    @property
    def public(self) -> PublicKey:
        from pyrage import x25519

        sign = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private)).public_key().public_bytes_raw()
        return PublicKey(self.name, sign.hex(), str(x25519.Identity.from_str(self.identity).to_public()))

    def sign(self, data: bytes) -> str:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private)).sign(data).hex()


def own_key(db: Database, name: str) -> Key:
    """The keys of a person in this workspace, made at first use. Raises KeysUnreadable."""
    file = _file(db)
    known = _read(file)
    if name not in known:
        known[name] = _new()
        _write(file, known)
    return Key(name, known[name]["private"], known[name]["identity"])


def identities(db: Database) -> list[str]:
    """The age identities of everybody who works here. Raises KeysUnreadable."""
    return [entry["identity"] for entry in _read(_file(db)).values()]


def _file(db: Database) -> Path:
    return Files.of(db).folder.parent / FILE


def _read(file: Path) -> dict[str, dict[str, str]]:
    if not file.exists():
        return {}
    try:
        known: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return {str(name): {"private": e["private"], "identity": e["identity"]} for name, e in known.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise KeysUnreadable(file=str(file)) from problem


def _new() -> dict[str, str]:
    from pyrage import x25519

    return {
        "private": Ed25519PrivateKey.generate().private_bytes_raw().hex(),
        "identity": str(x25519.Identity.generate()),
    }


def _write(file: Path, known: dict[str, dict[str, str]]) -> None:
    """Readable by its owner alone from the first byte; whole or not at all."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(known, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(part, file)
