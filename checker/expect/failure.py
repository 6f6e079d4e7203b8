"""How a check ends when the learner's code is not right yet."""

from __future__ import annotations

from checker.report import CheckStatus, Failure


class CheckFailed(Exception):
    """A wrong answer (or none in time): the learner's to mend, not ours."""

    def __init__(self, failure: Failure, status: CheckStatus = "failed") -> None:
        super().__init__(failure.summary)
        self.failure = failure
        self.status = status


class CannotStart(Exception):
    """The app under check cannot be started at all: every check of it is blocked."""
