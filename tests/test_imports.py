"""What is said of an import that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.expect import imports
from checker.expect.places import Place, Places
from checker.report import LessonError

USERS = "api/v1/users.py"


def failed(
    course: Course, folder: Path, line: str, message: str, name: str, wanted: str = "",
    file: str = USERS,
) -> LessonError:  # fmt: skip
    """The words for one line of a file of the last lesson."""
    lesson = course.lessons[-1]
    corpus.lay(folder, lesson, {file: f"{line}\n"})
    own = folder / "lessons" / lesson.id
    place = Place(f"lessons/{lesson.id}/{file}", 1)
    error = {"name": name.format(lesson.id), "wanted": wanted, "offered": ["engine", "settings"]}
    return imports.failed(error, message, place, lesson, Places(folder, own, lesson.files))


@pytest.mark.parametrize(
    ("file", "line", "name", "next_step"),
    [
        ("main.py", "from api.v1 import users", "api", "from .api.v1 import …"),
        ("main.py", "import services", "services", "from . import services"),
        (USERS, "from database import engine", "database", "from ...database import …"),
        (USERS, "from main import app", "main", "no file needs main.py"),
        (USERS, "from ...databse import engine", "lessons.{}.databse", "did you mean `database`?"),
        (USERS, "import pip_it", "pip_it", "not installed"),
    ],
)
def test_no_such_module(
    course: Course, tmp_path: Path, file: str, line: str, name: str, next_step: str
) -> None:
    """The lesson's own files have dots in front, as many as there are folders."""
    found = failed(course, tmp_path, line, "", name, file=file)

    assert next_step in found.next_step


def test_two_files_that_import_each_other(course: Course, tmp_path: Path) -> None:
    """The name is there, only not yet: both files are named."""
    found = failed(
        course,
        tmp_path,
        "from ...main import app",
        "cannot import name 'app' from partially initialized module 'lessons.x.main' (most "
        "likely due to a circular import)",
        "lessons.{}.main",
        "app",
    )

    assert "users.py and main.py import each other" in found.message
    assert "main.py imports users.py, and not the other way" in found.next_step


def test_a_name_of_another_module(course: Course, tmp_path: Path) -> None:
    """A well-known name is told with its home; another one is compared with what is there."""
    home = failed(course, tmp_path, "", "", "fastapi", "JSONResponse")
    near = failed(course, tmp_path, "", "", "lessons.{}.database", "engin")

    assert home.next_step == "write: from fastapi.responses import JSONResponse"
    assert near.next_step == "did you mean `engine`?"
