"""Problems a user can put right. Everything else is our bug and is never caught low."""

from __future__ import annotations

from typing import ClassVar


class CaseReviewError(Exception):
    """What went wrong, as a code and its parameters; `words.explain` makes the sentence.

    A subclass names one problem and its code. Each code has a sentence in every language
    under `[error]` in `resources/translations/words/` (a test fails on a gap). The sentence
    says which file or thing, what is wrong with it, and what to do.
    """

    code: ClassVar[str]

    def __init__(self, **parameters: object) -> None:
        super().__init__(self.code, parameters)
        self.parameters = parameters

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process borders (guarded readers): keyword parameters must survive pickling.
        return _rebuild, (type(self), self.parameters)


def _rebuild(kind: type[CaseReviewError], parameters: dict[str, object]) -> CaseReviewError:
    return kind(**parameters)


class NotFound(CaseReviewError):
    """Something was named that is not there. `what` is a code of `[thing]`, `name` what was asked for."""

    code = "not-found"


class WrongUse(CaseReviewError):
    """A call that makes no sense as given; `detail` says why."""

    code = "wrong-use"
