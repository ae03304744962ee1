"""What a rule is, and how it answers. A family file holds rules; `engine` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from casereview.checks.calendar import Day
from casereview.checks.model import Severity, Verdict
from casereview.checks.values import Seen
from casereview.checks.view import View

PASS, FAIL, WARN = Verdict.PASS, Verdict.FAIL, Verdict.WARN
VETO, MAJOR, MINOR = Severity.VETO, Severity.MAJOR, Severity.MINOR


@dataclass(frozen=True, slots=True)
class Kind:
    """One outcome that a rule may give: `name` is its last part (`late` of `R-S01.late`)."""

    name: str
    verdict: Verdict
    severity: Severity


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule answers: the name of a kind, the parameters of its sentence, and what it looked at.

    sure  False when a failure would rest on absence in a dossier that nobody stated complete, or on a value to be
          confirmed: the engine then warns at most
    turn  code of `[check.turn]`: what would turn the verdict
    forms papers that were looked through without finding it, where it is no paper of `seen`; None: nothing was looked for
    """

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[Seen, ...] = ()
    days: tuple[Day, ...] = ()
    sure: bool = True
    turn: str = ""
    forms: tuple[str, ...] | None = None


Answers = Iterator[Said]
Judge = Callable[[View], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: `basis` are references to the law pack, `kinds` all outcomes it may give, `judge` the pure function.

    Its title is the word `check.<id>.title`. Every rule may also answer `unknown`, `na`, and, when it can fail,
    `unsure`: what would be a failure rests on recognised text or on an absence nobody confirmed, so a person looks.
    """

    id: str
    severity: Severity
    basis: str
    kinds: Mapping[str, Kind]
    judge: Judge

    @property
    def group(self) -> str:
        return self.id[2]

    @property
    def outcomes(self) -> tuple[Kind, ...]:
        """All outcomes, the worst first."""
        return tuple(sorted(self.kinds.values(), key=lambda kind: _ORDER.index(kind.verdict)))


_ORDER = [FAIL, WARN, PASS, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE]

# Every rule by id, in the order of the families; filled by `rule` when a family is imported.
ALL: dict[str, Rule] = {}


def rule(
    ident: str, severity: Severity, basis: str, **kinds: Verdict | tuple[Verdict, Severity]
) -> Callable[[Judge], Judge]:
    """Registers a rule. `kinds` are its failures and warnings, with their own severity where it differs."""

    def register(judge: Judge) -> Judge:
        if ident in ALL:
            raise ValueError(f"{ident} is there twice")
        table = {"ok": Kind("ok", PASS, severity)}
        for name, said in kinds.items():
            verdict, own = said if isinstance(said, tuple) else (said, severity)
            table[name] = Kind(name, verdict, own)
        if any(kind.verdict is FAIL for kind in table.values()):
            table["unsure"] = Kind("unsure", WARN, severity)
        table["unknown"] = Kind("unknown", Verdict.UNKNOWN, severity)
        table["na"] = Kind("na", Verdict.NOT_APPLICABLE, severity)
        ALL[ident] = Rule(ident, severity, basis, table, judge)
        return judge

    return register


def say(
    name: str, /, *seen: Seen | None, days: tuple[Day, ...] = (), sure: bool = True, turn: str = "", **parameters: Any
) -> Said:
    """An answer; what is None among the things seen is left out."""
    return Said(name, parameters, tuple(s for s in seen if s is not None), days, sure, turn)
