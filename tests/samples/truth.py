"""What a dossier really says: from the case, not from the files; written beside the dossiers for tests and for the demo."""

from __future__ import annotations

import re
from typing import Any

from tests.samples.case import Case, in_words
from tests.samples.forms_common import paper_number
from tests.samples.forms_serve import SERVED, served_name

# fact -> (form that states it, day of the case)
_DAYS = {
    "accepted_on": ("F01", "accepted"), "filed_on": ("F01", "filed"), "report_on": ("X-REPORT", "report"),
    "legal_review.submitted_on": ("X-LEGAL", "legal_submitted"), "legal_review.finished_on": ("X-LEGAL", "legal_finished"),
    "discussion.held_on": ("X-DISC", "discussion"), "leader_approved_on": ("X-PAPPR", "approved"), "notice.made_on": ("F11", "notice"),
    "statement.received_on": ("X-STATE", "statement"), "statement.reviewed_on": ("X-STATE", "statement_reviewed"),
    "waiver.signed_on": ("X-WAIVER", "waiver"), "hearing.requested_on": ("F12", "hearing_requested"), "hearing.held_on": ("F13", "hearing"),
    "paid_on": ("X-RECEIPT", "paid"), "closed_on": ("F24", "closed"), "published.on": ("X-PUB", "published"),
    "reg_save.start_on": ("F06", "reg_start"), "reg_save.end_on": ("F06", "reg_end"), "reg_save.disposed_on": ("F07", "reg_disposed"),
    "measure.start_on": ("F08", "measure"), "measure.end_on": ("F08", "measure_end"), "measure.extended_to": ("F09", "extended_to"),
    "measure.extension_on": ("F09", "extension"), "measure.lifted_on": ("F10", "lift"), "demand.made_on": ("F19", "demand"),
    "court.applied_on": ("X-COURT", "court"),
}  # fmt: skip
_ARTICLE = re.compile(
    r"《(?P<law>[^》]+)》(?:第(?P<article>[^条]+)条)?(?:第(?P<paragraph>[^款]+)款)?(?:第(?P<item>[^项]+)项)?"
)


def _articles(texts: tuple[str, ...]) -> list[dict[str, str]]:
    return [{k: v or "" for k, v in found.groupdict().items()} for text in texts for found in _ARTICLE.finditer(text)]


def facts(case: Case) -> dict[str, Any]:
    """The values that the papers of the dossier state, by the names of the fact catalogue; several where papers differ."""
    forms = {paper.partition(":")[0] for paper in case.papers}
    decision = "F14" if "F14" in forms else "F15"
    who = case.party
    said: dict[str, Any] = {
        "procedure": case.procedure,
        "case_no": case.number,
        "cause": case.cause.act,
        "enforcement_body": case.office.body,
        "has_measure": "F08" in forms,
        "party.type": who.kind,
        "party.name": _values(who.name, case.words.get(f"party.{decision}")),
        "party.phone": who.phone,
        "party.address": who.address,
        ("party.id_no" if who.person else "party.uscc"): _values(who.number, case.words.get(f"number.{decision}")),
        "decision.no": case.number,
        "decision.made_on": case.days["decision"].isoformat(),
        "decision.amount": str(case.amount),
        "decision.amount_cn": case.words.get(f"words.{decision}", in_words(case.amount))
        if case.style.money in ("both", "words", "paren")
        else None,
        "remedy.review_body": case.words.get("remedy.body", case.office.government),
        "article.violated": _articles((*case.cause.violated, case.words.get(f"violated.{decision}", ""))),
        "article.basis": _articles(
            (case.words.get(f"basis.{decision}", ""),) if f"basis.{decision}" in case.words else case.cause.basis
        ),
        "officer": [{"name": o.name, "cert_no": o.cert} for o in case.officers("case")],
        "service": [_service(case, paper.partition(":")[2]) for paper in case.papers if ":" in paper],
    }
    if not who.person:
        said["party.legal_rep"] = who.legal_rep
    if case.plate:
        said["vehicle_plate"] = case.plate
    said |= {name: case.days[day].isoformat() for name, (form, day) in _DAYS.items() if form in forms}
    said |= _more(case, forms)
    return {name: value for name, value in said.items() if value is not None}


def _values(first: str, other: str | None) -> str | list[str]:
    return [first, other] if other else first


def _more(case: Case, forms: set[str]) -> dict[str, Any]:
    more: dict[str, Any] = {}
    for form, act in (("F02", "inquiry"), ("F04", "scene")):
        if form in forms:
            start, end = case.times_of(act)
            more |= {f"{act}.start": f"{case.days[act]}T{start}", f"{act}.end": f"{case.days[act]}T{end}"}
    if "F02" in forms:
        more["inquiry.interviewee"] = case.party.driver or case.party.name
    if "F11" in forms:
        more["notice.right"] = ["statement", "hearing"] if case.hearing_ticked else ["statement"]
        more["notice.amount"] = str(case.notice_amount or case.amount)
    if "F15" in forms:
        more["remedy.review_days"] = "60"
        more["remedy.suit_months"] = {"三个月": "3"}.get(case.word("remedy.suit", ""), "6")
        more["remedy.court"] = case.office.court
    if "X-APPR" in forms:
        more["reg_save.approved_on" if "F06" in forms else "measure.approved_at"] = case.days[
            "measure_approved"
        ].isoformat()
    if "X-RECEIPT" in forms:
        more["paid_amount"] = case.words.get("amount.receipt", str(case.amount))
    if "X-LEGAL" in forms:
        more["legal_review.reviewer"] = case.word("reviewer", case.office.reviewer)
    if "F12" in forms:
        more["hearing.notice_served_on"] = case.days["hearing_notice_served"].isoformat()
        more["hearing.chair"] = case.word("chair", case.office.chair)
    return more


def _service(case: Case, what: str) -> dict[str, str]:
    return {
        "paper": served_name(case, what),
        "form": SERVED[what][0],
        "number": paper_number(case, SERVED[what][0]),
        "on": case.days[f"{what}_served"].isoformat(),
        "method": case.word(f"method.{what}", "直接送达"),
    }


def truth(case: Case, file: str, papers: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole truth of one dossier: `clean` where no failure may appear, `also` for rules that may follow from a planted one."""
    return {
        "name": case.name,
        "path": file,
        "form": case.form,
        "unit": case.office.body,
        "complete": case.complete,
        "papers": papers,
        "facts": facts(case),
        "planted": [
            {"rule": p.rule, "verdict": p.verdict, "why": p.why, **({"needs": p.needs} if p.needs else {})}
            for p in case.planted
        ],
        "also": list(case.also),
        "clean": not case.planted,
    }
