"""What a person can do here: check dossiers, look at what was found, at the matrix and at the line of time."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from casereview import record
from casereview.changes import NOTHING, Changes
from casereview.checks import course as courses
from casereview.checks import engine, entries, frozen, inforce, law, store
from casereview.checks import matrix as matrices
from casereview.checks import precision as precisions
from casereview.checks import shelf as shelves
from casereview.checks import timeline as timelines
from casereview.checks import unit as unit_rules
from casereview.checks.course import Course
from casereview.checks.entries import Entry, Values
from casereview.checks.law import Packs
from casereview.checks.matrix import Matrix
from casereview.checks.model import JUDGED, Case, Elsewhere, Judgement, Outcome, Precision, Says
from casereview.checks.precision import JudgedPayload
from casereview.checks.rules import ALL
from casereview.checks.running import Run
from casereview.checks.shelf import Shelved
from casereview.checks.timeline import Moment
from casereview.dossier.model import Reading
from casereview.errors import NotFound
from casereview.progress import Progress, silent
from casereview.record import Author
from casereview.units.model import Profile


def check_reading(
    reading: Reading,
    *,
    today: date,
    complete: bool = False,
    unit: Profile | None = None,
    packs: Packs | None = None,
    elsewhere: Elsewhere | None = None,
) -> list[Outcome]:
    """The outcomes of every rule on what was read; no workspace. Local law is that of the unit's region, none without a unit."""
    region = unit.unit.region if unit else ""
    return engine.run(Case(reading, today, complete, unit, elsewhere), packs or law.shipped(region))


def check_unit(profile: Profile, *, today: date, packs: Packs | None = None) -> list[Outcome]:
    """The outcomes of the rules on a unit's register and dated figures (R-U…). Pure."""
    return unit_rules.run(profile, today, packs or law.shipped(profile.unit.region))


def packs_in_force(db: Database, region: str = "") -> Packs:
    """The packs as this workspace has edited them, for a region; as shipped where two edits differ and nobody has settled it."""
    return inforce.settled(db, region)


def check(
    db: Database,
    by: Author,
    dossiers: Sequence[str] | None = None,
    *,
    today: date,
    progress: Progress = silent,
) -> Changes:
    """Check dossiers (all, by default) and keep what was found. One transaction a dossier: cancelled, the finished ones stay.

    Others that hold the same people, or the same party, on the same day are looked at again: what one dossier says of another
    stands in both. A dossier that a campaign drew is checked with the packs this campaign froze, another with those in force.
    Raises PackConflict, FrozenPackLost.
    """
    wanted = list(dossiers) if dossiers is not None else _all(db)
    run = Run(db, today, hinting_rules(db))
    for done, ident in enumerate(wanted, 1):
        name = run.check(ident)
        progress(done, len(wanted), name)
    again = run.neighbours(wanted)
    for done, ident in enumerate(again, len(wanted) + 1):
        name = run.check(ident)
        progress(done, len(wanted) + len(again), name)
    return Changes(dossiers=frozenset((*wanted, *again)))


@dataclass(frozen=True, slots=True)
class CheckedWith:
    """The version of the packs that the verdicts of a dossier rest on.

    title     of the campaign that froze it, "" for the packs in force; digest: over the packs
    current   whether a check today would use the same
    """

    title: str
    digest: str
    current: bool


def checked_with(db: Database, dossier: str) -> CheckedWith | None:
    """Which version of the packs the last check of a dossier used; None before one (or where an older program made it)."""
    held = store.checked_with(db, dossier)
    if held is None:
        return None
    would = frozen.of_dossiers(db).get(dossier) or frozen.now(db)
    title = would.title if would.campaign == held[0] else frozen.title_of(db, held[0])
    return CheckedWith(title, held[1], held == (would.campaign, would.digest))


def outdated(db: Database) -> list[str]:
    """Dossiers whose verdicts rest on other packs than a check today would use."""
    bound, now, found = frozen.of_dossiers(db), frozen.now(db), []
    for ident, held in store.all_checked(db).items():
        would = bound.get(ident, now)
        if held != (would.campaign, would.digest):
            found.append(ident)
    return sorted(found)


def _all(db: Database) -> list[str]:
    from casereview.dossier import actions as dossier_actions

    return [dossier.id for dossier in dossier_actions.dossiers(db, limit=-1)]


def set_pack(db: Database, by: Author, kind: str, name: str, text: str) -> Changes:
    """Use an edited pack from now on: `regions`, `calendar`, `law`, `discretion`, `checks`, `figures`. Dossiers keep their verdicts until checked again.

    Raises NotFound for another kind, and the errors of `packs` with the place of the mistake.
    """
    with record.writing(db):
        hinting = hinting_rules(db)
        inforce.set_pack(db, by, kind, name, text)
        recount_where_changed(db, hinting)
    return _of_pack(kind)


def restore_pack(db: Database, by: Author, kind: str, name: str) -> Changes:
    """Use the pack as shipped again; a pack that was only added here is gone. Nothing changes where nothing was edited."""
    with record.writing(db):
        hinting = hinting_rules(db)
        if not inforce.restore(db, by, kind, name):
            return NOTHING
        recount_where_changed(db, hinting)
    return _of_pack(kind)


def confirm_in_pack(
    db: Database, by: Author, kind: str, name: str, path: shelves.Path, source: str, value: str | None = None
) -> Changes:
    """A person has compared a placeholder of a pack with its source (and corrected its value). Raises CannotConfirm."""
    return set_pack(db, by, kind, name, confirmed_text(db, by, kind, name, path, source, value))


def confirmed_text(
    db: Database, by: Author, kind: str, name: str, path: shelves.Path, source: str, value: str | None = None
) -> str:
    """The text that `confirm_in_pack` would save."""
    text = shelves.text_of(db, kind, name)
    return shelves.confirmed(kind, name, text, path, source, value, by.name, by.at()[:10])


def pack_entries(db: Database, kind: str, name: str) -> list[Entry]:
    """The entries of a pack in force, in the order of its text; none for a pack without such. Raises NotFound."""
    return entries.entries(kind, name, shelves.text_of(db, kind, name))


def set_entry(db: Database, by: Author, kind: str, name: str, path: shelves.Path, values: Values) -> Changes:
    """An entry says something else from now on; who states that it was compared is noted with the day. Raises as `set_pack`, CannotConfirm."""
    return set_pack(db, by, kind, name, entry_text(db, by, kind, name, path, values))


def add_entry(db: Database, by: Author, kind: str, name: str, table: str, values: Values, key: str = "") -> Changes:
    """One entry more. Raises as `set_pack`, CannotConfirm for a key that is there or is none."""
    return set_pack(db, by, kind, name, entry_text(db, by, kind, name, (table,), values, key))


def drop_entry(db: Database, by: Author, kind: str, name: str, path: shelves.Path) -> Changes:
    """An entry is gone. Raises PackKeyMissing where a rule asks for it by name."""
    return set_pack(db, by, kind, name, entries.removed(shelves.text_of(db, kind, name), path))


def entry_text(
    db: Database, by: Author, kind: str, name: str, path: shelves.Path, values: Values, key: str = ""
) -> str:
    """The text that `set_entry` would save, or `add_entry` for a path that is only a table."""
    text = shelves.text_of(db, kind, name)
    model = next(one.model for one in entries.kinds(kind, name) if one.table == path[0])
    said = entries.stamped(model, values, by.name, by.at()[:10])
    if len(path) == 1:
        return entries.added(text, str(path[0]), said, key)
    return entries.changed(text, path, said)


def shelf(db: Database) -> list[Shelved]:
    """Every pack in force: by kind, with hash, origin, who edited it, and what in it is still to be looked up."""
    return shelves.shelf(db)


def pack_text(db: Database, kind: str, name: str) -> str:
    """The text of a pack in force. Raises NotFound."""
    return shelves.text_of(db, kind, name)


def look_at_pack(db: Database, kind: str, name: str, text: str) -> None:
    """Whether this text could be used; records nothing. Raises as `set_pack`."""
    inforce.parse(kind, name, text, inforce.edits(db))


def _of_pack(kind: str) -> Changes:
    return Changes(dossiers=frozenset("*"), units=frozenset("*" if kind == "figures" else ""))


def edited_text(db: Database, kind: str, name: str) -> str | None:
    """The text of a pack as it was edited here; None where it is as shipped."""
    found = inforce.edits(db).get(f"{kind}/{name}")
    return str(found[-1].payload["text"]) if found else None


def edited_packs(db: Database) -> dict[str, str]:
    """Kind/name → text of the packs edited in this workspace."""
    return inforce.edited(db)


def outcomes(db: Database, dossier: str, *, hinting: Mapping[str, Precision] | None = None) -> list[Outcome]:
    """What the last check found; empty before one. Failures of rules that people found wrong too often only warn.

    hinting  those rules as `hinting` gives them, for who asks for many dossiers.
    """
    weak = hinting_rules(db) if hinting is None else hinting
    return precisions.soften(store.of_dossier(db, dossier), weak)


def judge(db: Database, by: Author, dossier: str, outcome: str, says: Says | str, note: str = "") -> Changes:
    """A person says whether a verdict is true of a dossier (`outcome`: what it `meant`); a later word replaces an earlier one.

    Raises NotFound for an outcome that no rule gives. When a rule turns into a hint by it, or back, the list counts anew.
    """
    rule, _, name = outcome.partition(".")
    if rule not in ALL or name not in ALL[rule].kinds:
        raise NotFound(what="outcome", name=outcome)
    with record.writing(db):
        before = set(hinting_rules(db))
        held = [one for one in judgements(db, dossier) if one.outcome == outcome]
        payload = JudgedPayload(dossier=dossier, outcome=outcome, says=Says(says), note=note.strip())
        record.append(db, by, JUDGED, dossier, payload, replaces=[one.event for one in held])
        after = set(hinting_rules(db))
        if before != after:
            store.recount(db, sorted(after))
    return Changes(dossiers=frozenset({dossier} if before == after else "*"))


def recount_where_changed(db: Database, before: Collection[str]) -> None:
    """After judgements or packs changed: the list counts anew where other rules than `before` only hint now."""
    with record.writing(db):
        after = sorted(hinting_rules(db))
        if after != sorted(before):
            store.recount(db, after)


def judgements(db: Database, dossier: str | None = None) -> list[Judgement]:
    """What people said of the verdicts of a dossier, or of all, as it stands."""
    return [
        Judgement(
            event.payload["dossier"],
            event.payload["outcome"],
            Says(event.payload["says"]),
            event.payload["note"],
            event.actor,
            event.at,
            event.id,
        )
        for event in record.current(db, JUDGED, dossier)
    ]


def precision(db: Database) -> dict[str, Precision]:
    """How often each rule was right, from judgements and from marks that its verdicts proposed. Rules nobody judged are left out."""
    return precisions.by_rule(judgements(db), store.accepted_by_marks(db))


def hinting_rules(db: Database) -> dict[str, Precision]:
    """The rules that people found wrong too often: their failures only warn."""
    said, pack = judgements(db), inforce.precision_pack(db)
    if not precisions.could_be_weak(said, pack):
        return {}
    return precisions.weak(precisions.by_rule(said, store.accepted_by_marks(db)), pack)


def dossiers_with(db: Database, outcome: str) -> list[str]:
    """Dossiers whose last check gave this outcome, for results and ledger."""
    return store.dossiers_with(db, outcome)


def timeline(reading: Reading, found: Sequence[Outcome] = ()) -> list[Moment]:
    """The moments of the case from filing to closing, with the days between them and the limits that were broken."""
    return timelines.timeline(reading, found)


def course(reading: Reading, found: Sequence[Outcome] = ()) -> Course:
    """Line of time and three systems of what is settled in a dossier: what notices and exemplars print."""
    return courses.course(reading, found)


def matrix(reading: Reading, found: Sequence[Outcome]) -> Matrix:
    """The three systems by step of procedure: what proves each cell, or why nothing has to."""
    return matrices.matrix(reading, found)
