"""The nouns of a review campaign (评查批次)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field

from casereview.marking.model import Seen
from casereview.rubric.model import Frozen

# Kinds of event of this room; the subject is the campaign, or campaign/dossier/item for a decision.
CAMPAIGN = "campaign.set"
STAGE = "campaign.stage"
DRAWN = "campaign.drawn"
ASSIGNED = "campaign.assigned"
DECIDED = "panel.decided"
VETO_CONFIRMED = "panel.veto_confirmed"
KEY_CONFIRMED = "panel.key_confirmed"  # subject: the person


class Stage(StrEnum):
    """自查 · 抽卷 · 评分 · 合议 · 异议复核 · 定级 · 通报 · 整改 · 回头看 · 归档; `[stage]` in words."""

    SELF_REVIEW = "self_review"
    DRAW = "draw"
    MARKING = "marking"
    PANEL = "panel"
    OBJECTION = "objection"
    GRADING = "grading"
    NOTICES = "notices"
    RECTIFICATION = "rectification"
    FOLLOW_UP = "follow_up"
    ARCHIVED = "archived"


class Member(Frozen):
    """A member of the panel. unit: their own, from which they are recused. recused: further dossiers, with the reason."""

    name: str
    unit: str = ""
    leader: bool = False
    recused: dict[str, str] = Field(default_factory=dict)


class Campaign(Frozen):
    """A review. main: procedure -> digest of the rubric that grades; beside: digests of system rubrics that report.

    rubrics   digest -> the frozen content of every rubric used (canonical JSON), so that the record is whole by itself
    readers   readers per dossier; tolerance: greatest difference of an item that settles itself
    hints_hidden  machine hints stay hidden until the item is marked
    receive_key   the leader's public key, to which mark packages are encrypted where no passphrase is given
    decided_from, decided_to  only dossiers decided in these days (ISO 8601, both included) are drawn; "" is open
    """

    id: str
    title: str
    year: int
    main: dict[str, str]
    beside: tuple[str, ...] = ()
    rubrics: dict[str, str]
    packs: dict[str, str] = Field(default_factory=dict)
    members: tuple[Member, ...] = ()
    readers: int = 2
    tolerance: Decimal = Decimal(0)
    hints_hidden: bool = True
    decided_from: str = ""
    decided_to: str = ""
    receive_key: str = ""
    body: str = "晋中市交通运输局"
    organ_code: str = "晋交"


class Draw(Frozen):
    """A draw that anyone can repeat: seed spoken in the room, the list it was drawn from (hash), quota per stratum, the result in order.

    A stratum is unit/procedure (or a unit, where the quota names the unit). The order is SHA-256 of seed + dossier id.
    passed_over  dossiers that were not in the pool, with the code of `[passed_over]` why
    reason       of a second draw
    """

    campaign: str
    seed: str
    pool: tuple[str, ...]
    pool_digest: str
    quota: dict[str, int]
    strata: dict[str, str]
    drawn: tuple[str, ...]
    passed_over: dict[str, str] = Field(default_factory=dict)
    reason: str = ""


class Assignment(Frozen):
    """readers of each drawn dossier."""

    campaign: str
    readers: dict[str, tuple[str, ...]]


class Decision(Frozen):
    """What the panel decided on one item of one dossier: the lines that stand.

    choice  "reader" takes over what the reader in `of` said; "agreed" was settled by `rule`: "identical" "within-tolerance"
    kind    what stands: deduct / full / not_applicable; lost: (deduction, count) pairs
            bonus: `points` stand (0: none); no_veto: a proposed veto does not stand
    seen    digest of the marks it saw: new evidence reopens the item visibly
    """

    campaign: str
    dossier: str
    rubric: str
    item: str
    choice: Literal["agreed", "reader", "both", "neither", "own"]
    of: str = ""
    kind: Literal["deduct", "full", "not_applicable", "bonus", "no_veto"]
    points: Decimal | None = None
    lost: tuple[tuple[str, int], ...] = ()
    evidence: tuple[Seen, ...] = ()
    rule: str = ""
    reason: str = ""
    dissent: str = ""
    seen: str


class VetoConfirmation(Frozen):
    """One person's confirmation of a proposed veto; it stands when two have confirmed it."""

    campaign: str
    dossier: str
    rubric: str
    veto: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An item on which readers differ beyond tolerance, or a decision reopened by new evidence.

    earned  reader -> points; lost: reader -> ((deduction, count), …);
    why: "points" "lines" "veto" "not_applicable" "conflict" "bonus" "reopened" of `[why]`
    "conflict": one reader's own marks contradict each other, or two decisions stand
    """

    campaign: str
    dossier: str
    rubric: str
    item: str
    earned: dict[str, Decimal]
    lost: dict[str, tuple[tuple[str, int], ...]]
    why: str
    seen: str
