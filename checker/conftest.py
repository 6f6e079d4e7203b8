"""Lets plain ``pytest checker -k lesson1`` and an editor's test panel run the checks."""

from __future__ import annotations

import pytest

from checker.curriculum import bundled
from checker.judge import Judge
from checker.workspace import find


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Judge(bundled(), find()), "course-judge")
