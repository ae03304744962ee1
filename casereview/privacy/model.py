"""Personal data in a dossier, and what stands in its place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casereview.dossier.model import Box, Place


class Kind(StrEnum):
    """Kinds of personal data (notices: masks for library and bulletin); `[personal]` in words names them."""

    PERSON = "person"
    OFFICER = "officer"
    ORGANISATION = "organisation"
    ID_NO = "id_no"
    USCC = "uscc"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"
    ACCOUNT = "account"
    CERT_NO = "cert_no"
    CASE_NO = "case_no"
    VIN = "vin"
    EMAIL = "email"
    BIRTH = "birth"
    HAND = "hand"  # a box drawn by a person: signature, seal, face


@dataclass(frozen=True, slots=True)
class Entity:
    """One person, organisation, number … of a dossier: every spelling of it found, and its one pseudonym."""

    kind: Kind
    text: str
    mask: str


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence. page: of the dossier, from 1; boxes: one a line when it runs over a line's end; way: why it was found."""

    entity: Entity
    page: int
    place: Place
    boxes: tuple[Box, ...]
    text: str
    way: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What an attacker still finds: where (part of the file), which entity, how it was written there."""

    where: str
    kind: Kind
    text: str
    way: str
