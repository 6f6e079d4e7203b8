"""Every form by its name, and where one is to be written."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError
from checker.formats.classroom import classroom
from checker.formats.exercism import exercism
from checker.formats.gradescope import gradescope
from checker.formats.junit import junit
from checker.formats.markdown import markdown
from checker.report import Report


def as_json(report: Report) -> str:
    """The course's own form, the one with a published schema."""
    return json.dumps(report.to_json(), indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Report], str]] = {
    "json": as_json,
    "junit": junit,
    "gradescope": gradescope,
    "exercism": exercism,
    "markdown": markdown,
    "classroom": classroom,
}


@dataclass(frozen=True)
class Target:
    """A file that a report is to be written to, in one form."""

    form: str
    path: Path

    def write(self, report: Report) -> None:
        """Replace what is there. Raises UsageError if the file cannot be written."""
        try:
            self.path.write_text(FORMATS[self.form](report), "utf-8", newline="\n")
        except OSError as error:
            raise UsageError(
                f"{self.path} cannot be written: {error.strerror}.", "Give another path."
            ) from None


def target(words: str) -> Target:
    """What ``junit=report.xml`` means. Raises UsageError for anything else."""
    form, _, path = words.partition("=")
    if form not in FORMATS or not path:
        raise UsageError(
            f"{words!r} is not a form and a file.",
            f"Such as: --report junit=report.xml. The forms are: {', '.join(FORMATS)}.",
        )
    return Target(form, Path(path))
