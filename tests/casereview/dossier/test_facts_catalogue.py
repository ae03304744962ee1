"""The closed catalogue and what reads it: no name without a reader, no reader without a name, and each seen at work."""

from __future__ import annotations

from casereview.dossier.facts import pack
from tests.casereview.dossier.test_facts_elsewhere import CASES
from tests.samples.elsewhere.paper import ASIDE

PACKS = pack.shipped()
NAMES = set(PACKS.catalogue.by_name)

# Read by code, because more than a label or a sentence tells them.
BY_CODE = frozenset((
    "officer", "service", "hearing.notice_served_on", "tick", "notice.right", "article.violated", "article.basis",
    "article.measure", "article.cited", "party.type", "paper.made_on", "procedure", "has_measure", "domain",
    "catalogue.row", "report.approved_on",
))  # fmt: skip

# Names that no paper carries and that only a person can type, each with the reason. None at present: what is printed only as a
# rule (the fifteen days of payment) has its own name, and the day itself is read where a form prints it.
TYPED_ONLY: dict[str, str] = {}


def by_pack() -> set[str]:
    fields, prose = PACKS.fields.field, PACKS.prose.prose
    begun = {rule.fact for rule in fields} | {rule.fact for rule in prose} | {rule.fact for rule in PACKS.fields.foot}
    ended = {rule.to for rule in fields} | {rule.to for rule in prose}
    return (begun | ended) - {""}


def test_a_name_of_the_catalogue_has_a_reader_or_a_reason() -> None:
    assert NAMES - by_pack() - BY_CODE == set(TYPED_ONLY)


def test_no_reader_uses_a_name_that_the_catalogue_lacks() -> None:
    assert by_pack() | BY_CODE <= NAMES


def test_every_reader_is_seen_at_work_on_a_paper() -> None:
    shown = {name for case in CASES for name, values in case.facts.items() if values}
    assert NAMES - shown - ASIDE == set(TYPED_ONLY)
