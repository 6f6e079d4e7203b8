"""What a check may ask of an app: things that several checks share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.expect.app import App
from checker.expect.bench import Bench
from checker.launcher import Launcher

PROGRAM = """
import os

from fastapi import FastAPI

app = FastAPI()


@app.get("/pid")
async def pid():
    return os.getpid()
"""


@pytest.fixture
def bench(course: Course, hosts: Launcher, tmp_path: Path) -> Iterator[Bench]:
    """A bench for a program that is none of the lessons'."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, {"main.py": PROGRAM})
    (tmp_path / "run").mkdir()
    found = Bench(lesson, tmp_path / "lessons" / lesson.id, tmp_path, hosts, tmp_path / "run")
    yield found
    found.end()


@pytest.fixture
def app(bench: Bench) -> App:
    """The app as the first check sees it."""
    return App(bench, bench.lesson.steps[0])


def test_what_is_made_once_comes_with_its_requests(bench: Bench, app: App) -> None:
    """A second check gets the same thing, and its tape has the requests that made it."""
    made = app.once("pid", lambda: app.get("/pid").json)
    second = App(bench, bench.lesson.steps[0])
    assert made == second.once("pid", lambda: -1)
    assert [asked.path for asked in second._requests] == ["/pid"]


def test_what_was_made_once_ends_with_the_process(app: App) -> None:
    """After a restart it is made anew: what it stood for may be gone."""
    first = app.once("pid", lambda: app.get("/pid").json)
    app.restart()
    assert first != app.once("pid", lambda: app.get("/pid").json)


def test_the_usual_start_is_tried_once(bench: Bench, app: App) -> None:
    """However many checks ask."""
    started = app.usual_start()
    assert started.ok
    assert started is app.usual_start()
    assert bench.starts == 2
