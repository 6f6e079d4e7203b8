"""What learners hand in beside a folder or an archive with lessons: wrapped, foreign, or none."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from checker import corpus
from checker.curriculum import Course
from checker.errors import UsageError
from checker.formats.cells import amount, rounded
from checker.grading.grade import Grade, empty, to_csv, to_json
from checker.grading.judging import opened, packed
from checker.grading.layout import EMPTY, only_archive
from checker.grading.packing import pack
from checker.grading.submissions import Submission, find, left_out
from checker.grading.troubles import reason, strays, troubles
from checker.grading.worker import Order, Verdict, _Worker

MOODLE = "Learner One_991_assignsubmission_file"


@pytest.fixture
def archive(course: Course, tmp_path: Path) -> Path:
    """A zip file with lesson 1 in it."""
    corpus.lay(tmp_path / "work", course.lessons[0], {})
    return Path(shutil.make_archive(str(tmp_path / "my work"), "zip", tmp_path / "work"))


def judged(course: Course, base: Path, path: Path) -> Verdict:
    """The verdict on a submission of which no lesson is asked for, so that nothing is started."""
    (base / "runs").mkdir(parents=True)
    kind, data = pack(course, Submission("learner-01", path)).payload()
    return _Worker(course, base, sandboxed=True).judge(Order(kind, len(data), ()), data)


def wrapped(archive: Path, folder: Path, times: int = 1) -> Path:
    """An archive in an archive, so many times."""
    for number in range(times):
        inside = folder / f"level {number}"
        inside.mkdir(parents=True)
        shutil.copy(archive, inside)
        archive = Path(shutil.make_archive(str(folder / f"outer {number}"), "zip", inside))
    return archive


def test_a_folder_around_an_archive_is_that_archive(
    course: Course, archive: Path, tmp_path: Path
) -> None:
    """As Moodle has it: a folder for each learner; what counts is the zip file in it."""
    folder = tmp_path / "class" / MOODLE
    folder.mkdir(parents=True)
    shutil.copy2(archive, folder)
    (folder / "._my work.zip").write_bytes(b"rubbish of a Mac")
    [found] = find(tmp_path / "class")

    package = pack(course, found)

    alone = pack(course, Submission("learner-01", archive))
    assert (MOODLE, alone.fingerprint) == (found.learner, package.fingerprint)


def test_an_archive_in_an_archive_is_unpacked_once(
    course: Course, archive: Path, tmp_path: Path
) -> None:
    """One level is looked into; what is deeper is not."""
    once, twice = (wrapped(archive, tmp_path / str(n), n) for n in (1, 2))

    found = judged(course, tmp_path / "a", once), judged(course, tmp_path / "b", twice)

    assert [{course.lessons[0].id}, set()] == [set(one.contents) for one in found]
    assert [reason(one.problem) for one in found] == ["", EMPTY]


def test_of_two_archives_none_is_taken(archive: Path, tmp_path: Path) -> None:
    """Nobody can say which one is meant; a link is none."""
    folder = tmp_path / "both"
    folder.mkdir()
    shutil.copy(archive, folder / "a.zip")
    (folder / "link.zip").symlink_to(archive)
    assert folder / "a.zip" == only_archive(folder)

    shutil.copy(archive, folder / "b.tar")

    assert only_archive(folder) is None


def test_a_bomb_in_an_archive_is_refused(course: Course, tmp_path: Path) -> None:
    """The inner archive is unpacked within the same bounds."""
    folder = tmp_path / "deep"
    folder.joinpath(*"abcdefghijklmnopqrstuvwxyz").mkdir(parents=True)
    folder.joinpath(*"abcdefghijklmnopqrstuvwxyz", "main.py").write_text("")
    deep = Path(shutil.make_archive(str(tmp_path / "deep"), "zip", folder))

    found = judged(course, tmp_path / "base", wrapped(deep, tmp_path / "around"))

    assert reason(found.problem) == "the archive has folders nested too deep"


def test_no_lesson_is_no_points(course: Course, tmp_path: Path) -> None:
    """What has no lesson is like what could not be read: no nought, and a way out."""
    (tmp_path / "empty").mkdir()
    found = judged(course, tmp_path / "base", tmp_path / "empty")
    grade = Grade("learner-01", "/c/learner-01", 10, found.report, found.problem)

    assert (found.report, found.final) == (None, True)
    assert to_json([grade], "none")["submissions"][0]["points"] is None
    assert "learner-01,,10,,It cannot be taken in" in to_csv([grade], course.lessons[:1], "none")
    assert [one.what for one in troubles([grade])] == ["Nothing to judge"]


def test_no_lesson_in_an_older_gradebook_is_no_points(course: Course) -> None:
    """Older courses kept a report without points, and a note."""
    kept = Verdict(empty(course.lessons), notes=(EMPTY, "another"))

    read = opened(packed(kept))

    assert (read.report, reason(read.problem), read.notes) == (None, EMPTY, ("another",))


def test_files_that_are_no_submission_are_named(tmp_path: Path) -> None:
    """No learner is dropped without a word; tables, gradebooks and our page are no learner's."""
    for name in ("essay.pdf", "main.py", "roster.csv", "gradebook.sqlite", "class.html", ".x"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="Left out: essay.pdf, main.py"):
        find(tmp_path)
    (tmp_path / "learner-01").mkdir()

    assert [one.learner for one in find(tmp_path)] == ["learner-01"]
    assert left_out(tmp_path) == ["essay.pdf", "main.py"]
    assert [one.learners for one in strays(left_out(tmp_path))] == [("essay.pdf", "main.py")]
    assert strays([]) == ()


@pytest.mark.parametrize("name", ["learner-01.rar", "learner-01.7z"])
def test_an_archive_of_another_kind_is_its_learners(
    name: str, course: Course, tmp_path: Path
) -> None:
    """It could not be read, and that is kept, so that the learner's page can say so."""
    place = tmp_path / "class"
    place.mkdir()
    (place / name).write_bytes(b"Rar!")
    [found] = find(place)

    verdict = judged(course, tmp_path / "base", found.path)

    assert (found.learner, verdict.final, verdict.report) == ("learner-01", True, None)
    assert f"a {name[-3:].strip('.')} file is not unpacked here" == reason(verdict.problem)
    assert "tar.gz" in verdict.remedy


@pytest.mark.parametrize(
    ("points", "shown"), [(7.125, 7.13), (7.124, 7.12), (8.75 * 0.7, 6.13), (2.0, 2.0)]
)
def test_a_half_is_rounded_up(points: float, shown: float) -> None:
    """As people round, whatever a product of floats lacks in its last digits."""
    assert (rounded(points), float(amount(points))) == (shown, shown)


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes on Linux alone")
def test_names_that_are_no_text_are_of_two_learners(tmp_path: Path) -> None:
    """What cannot be shown is spelled out: nobody gets another's attempts."""
    for name in (b"\xff", b"\xfe", "zw\u200b".encode(), b"zw"):
        (tmp_path / os.fsdecode(name)).mkdir()

    assert [one.learner for one in find(tmp_path)] == ["zw", "zw\\u200b", "\\xfe", "\\xff"]
