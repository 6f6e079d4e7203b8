"""The learner's folder: where it is, and what stands in it."""

from __future__ import annotations

import os
from pathlib import Path

from checker.errors import UsageError

VARIABLE = "COURSE_WORKSPACE"


def find(given: Path | None = None) -> Path:
    """The workspace: ``given``, or ``$COURSE_WORKSPACE``, or the nearest folder upwards.

    Raises:
        UsageError: there is none.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        if (named / "lessons").is_dir():
            return named.resolve()
        raise UsageError(f"{named} is no workspace: it has no lessons/ folder.", _MAKE_ONE)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "lessons").is_dir():
            return folder.resolve()
    raise UsageError(f"There is no workspace in {here} or above it.", _MAKE_ONE)


_MAKE_ONE = "Go to your course folder, or make one with: course init my-course"
