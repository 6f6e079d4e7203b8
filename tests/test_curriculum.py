"""The course as data: what is wrong in it is named with file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checker.curriculum import SKILLS, Course
from checker.errors import CourseFault, UsageError

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Lesson 1 alone, in a folder that may be broken."""
    for part in ("lessons", "solutions"):
        name = "lesson1_core_concepts"
        shutil.copytree(ROOT / part / name, tmp_path / part / name)
    return tmp_path


def metadata(copy: Path) -> Path:
    return copy / "lessons" / "lesson1_core_concepts" / "lesson.toml"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Core concepts"', 'title = ""', "title"),
        ("points = 1", "points = 0", "points"),
        ("points = 1", 'points = 1\ncolour = "red"', "colour"),
        ('id = "1.2"', 'id = "1.1"', "stands twice"),
        ('id = "1.2"', 'id = "1.2"\nbuilds_on = ["1.5"]', "builds on 1.5"),
        ("[given]", "[given", "not valid TOML"),
        ('says = "A call is not awaited"', 'says = ""', "says"),
        ('name = "put_for_patch"', 'name = "Put for PATCH"', "name"),
        ('name = "put_for_patch"', 'name = "change_not_kept"', "is hidden by change_not_kept"),
        (
            'says = "is there, but not with PATCH."',
            'says = "We sent `name`: null, and it was accepted. No."',
            "is hidden by null_for_a_name",
        ),
        ('hint = "Your route has', 'hint = "Short."\n# "', "40 to 120 words"),
    ],
)
def test_wrong_metadata_names_file_and_key(copy: Path, old: str, new: str, words: str) -> None:
    """An author's slip is named where it stands."""
    path = metadata(copy)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(CourseFault) as caught:
        Course(copy)

    assert str(path) in caught.value.message
    assert words in caught.value.message


def test_missing_metadata_is_named(copy: Path) -> None:
    """A lesson without its file is our fault, and the file is named."""
    metadata(copy).unlink()

    with pytest.raises(CourseFault, match=r"lesson\.toml"):
        Course(copy)


@pytest.mark.parametrize("name", ["1", "lesson1", "lesson1_core_concepts", "lessons/lesson1/"])
def test_lesson_by_any_name(course: Course, name: str) -> None:
    """People write a lesson's name in many ways."""
    assert course.lessons[0] == course.lesson(name)


@pytest.mark.parametrize("name", ["99", "", "../lesson1", "9.9", "1.99"])
def test_unknown_names_are_refused_with_a_way_out(course: Course, name: str) -> None:
    """A name that is none leads to the list."""
    with pytest.raises(UsageError) as caught:
        course.find(name)

    assert "course list" in caught.value.remedy


def test_every_lesson_is_in_order(course: Course) -> None:
    """Lessons are numbered from 1 without a gap, and steps carry their lesson's number."""
    assert list(range(1, len(course.lessons) + 1)) == [le.number for le in course.lessons]
    for lesson in course.lessons:
        wanted = [f"{lesson.number}.{n}" for n in range(1, len(lesson.steps) + 1)]
        assert wanted == list(lesson.step_ids)


def test_every_skill_is_proved_by_a_step(course: Course) -> None:
    """Each of the eight core skills is proved by at least one step."""
    proved = {skill for lesson in course.lessons for s in lesson.steps for skill in s.skills}

    assert set(SKILLS) == proved
