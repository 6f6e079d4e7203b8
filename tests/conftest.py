"""What the tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker.curriculum import Course
from checker.launcher import Launcher, launcher
from checker.preload import PRELOAD

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def course() -> Course:
    """The course as it stands in this checkout."""
    return Course(ROOT)


@pytest.fixture(scope="session")
def hosts() -> Iterator[Launcher]:
    """One warm launcher for all tests."""
    with launcher(PRELOAD) as found:
        yield found
