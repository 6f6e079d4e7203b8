"""What can go wrong around a check, as one small tree.

Three things are never mixed up: a learner's failed check (that is a result, not an
exception), a command that cannot be carried out (:class:`UsageError`), and a mistake
of the course itself (:class:`CourseFault`).
"""


class CourseError(Exception):
    """Base of everything the course raises on purpose.

    ``message`` says in one sentence what failed, on which path; ``remedy`` says what
    the person at the keyboard can do about it.
    """

    exit_code = 3

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(CourseError):
    """The command cannot be carried out as it was given. Exit code 2."""

    exit_code = 2


class CourseFault(CourseError):
    """The course itself is broken: a bad metadata file, a bad marker. Exit code 3."""
