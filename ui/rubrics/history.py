"""The steps of a draft, to go back and forth. Strokes in one field are one step."""

from __future__ import annotations

from dataclasses import dataclass, field

from casereview.rubric.editing import Trail, Values

Step = tuple[Values, Trail]


@dataclass
class History:
    """What stood before and after the present values, each with the entry that was shown."""

    before: list[Step] = field(default_factory=list)
    after: list[Step] = field(default_factory=list)
    _field: object = None

    def step(self, was: Step, where: object = None) -> None:
        """A step is taken. where: the field one types in; the same again is the same step."""
        if where is None or where != self._field:
            self.before.append(was)
        self._field = where
        self.after.clear()

    def back(self, now: Step) -> Step | None:
        return self._turn(self.before, self.after, now)

    def forth(self, now: Step) -> Step | None:
        return self._turn(self.after, self.before, now)

    def _turn(self, source: list[Step], target: list[Step], now: Step) -> Step | None:
        self._field = None
        if not source:
            return None
        target.append(now)
        return source.pop()
