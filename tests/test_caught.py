"""What a learner's own middleware catches is told as if it had gone through."""

from __future__ import annotations

from pathlib import Path

from checker import corpus
from checker.curriculum import Course
from checker.launcher import Launcher
from checker.runner import check

ROOT = Path(__file__).resolve().parent.parent


def test_an_exception_behind_a_catching_middleware_is_named(
    course: Course, hosts: Launcher, tmp_path: Path
) -> None:
    """A slip in a route of lesson 8 is shown as what it is, with its line."""
    kept = corpus.read(course, ROOT / "tests" / "answers")
    answer = next(a for a in kept if (a.step, a.name) == ("8.3", "http_middleware"))
    files = answer.files()
    users = files["api/v1/users.py"]
    files["api/v1/users.py"] = users.replace("user.password_hash", "user.pasword_hash")
    corpus.lay(tmp_path, answer.lesson, files)

    report = check(course, tmp_path, [answer.lesson], hosts=hosts)

    failure = report.lessons[0].steps[-1].failure
    assert failure is not None
    assert failure.got == "500, AttributeError: 'User' object has no attribute 'pasword_hash'"
    assert failure.next_step == "did you mean `password_hash`? There is no `pasword_hash`"
    assert failure.file.endswith("api/v1/users.py")


def test_an_app_that_cannot_be_described_is_told_why(
    course: Course, hosts: Launcher, tmp_path: Path
) -> None:
    """FastAPI cannot make the docs of a session's class: that is the cause, not a lost title."""
    lesson = course.lesson("8")
    files = corpus.solved(lesson)
    database = files["database.py"]
    files["database.py"] = database.replace("Depends(get_session)", "Depends(AsyncSession)")
    corpus.lay(tmp_path, lesson, files)

    report = check(course, tmp_path, [lesson], hosts=hosts)

    failure = report.lessons[0].steps[0].failure
    assert database != files["database.py"]
    assert failure is not None
    assert failure.summary == "FastAPI cannot describe your app in its docs."
    assert failure.next_step.endswith("and give its name: Depends(get_session)")
