"""Submissions of every form: found, taken in safely, judged, and listed."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from checker import corpus, sandbox
from checker.console import Look, show_grades
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.grading.grade import Grade, complete, empty, to_csv
from checker.grading.layout import MAX_TAKEN, take
from checker.grading.submissions import find, of
from checker.grading.unpacking import MAX_BYTES, MAX_FILES, Refused, unpack

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


def hand_in(folder: Path, lesson: Lesson) -> Path:
    """A solved lesson 1 below ``folder/lessons``."""
    corpus.lay(folder, lesson, corpus.solved(lesson))
    return folder


# -- where the lessons lie -----------------------------------------------------------------


@pytest.mark.parametrize(
    "shape",
    ["lessons/{id}", "{id}", "repo-main/lessons/{id}", "a/b/{id}", "", "assignment_1", "x/y"],
)
def test_lesson_is_found_wherever_it_lies(
    shape: str, course: Course, lesson: Lesson, tmp_path: Path
) -> None:
    """A repository, only lessons/, one lesson, its bare files, with folders around it."""
    whole = hand_in(tmp_path / "whole", lesson) / "lessons" / lesson.id
    target = tmp_path / "handed in" / shape.format(id=lesson.id)
    target.parent.mkdir(parents=True, exist_ok=True)
    whole.rename(target)

    taken = take(course, tmp_path / "handed in", tmp_path / "workspace")

    assert taken.lessons == (lesson.id,)
    assert taken.notes == ()
    main = tmp_path / "workspace" / "lessons" / lesson.id / "main.py"
    assert main.read_text() == (target / "main.py").read_text()


def test_solutions_of_a_repository_are_no_submission(
    course: Course, lesson: Lesson, tmp_path: Path
) -> None:
    """A clone of the course holds our solutions too; they are not what is judged."""
    hand_in(tmp_path / "clone", lesson)
    (tmp_path / "clone" / "lessons").rename(tmp_path / "clone" / "solutions")

    taken = take(course, tmp_path / "clone", tmp_path / "workspace")

    assert taken.lessons == ()
    assert taken.notes == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no links and FIFOs without rights")
def test_what_is_no_regular_file_is_left_out(
    course: Course, lesson: Lesson, tmp_path: Path
) -> None:
    """Links, FIFOs and large files are named, and never followed or read."""
    folder = hand_in(tmp_path / "in", lesson) / "lessons" / lesson.id
    (folder / "link.py").symlink_to("/etc/passwd")
    (folder / "up").symlink_to("..")
    os.mkfifo(folder / "pipe.py")
    (folder / "large.bin").write_bytes(bytes(1_000_001))

    taken = take(course, tmp_path / "in", tmp_path / "workspace")

    assert taken.notes == (
        f"{lesson.id}/large.bin was left out: it has more than 1 MB",
        f"{lesson.id}/link.py was left out: it is a link",
        f"{lesson.id}/pipe.py was left out: it is no regular file",
        f"{lesson.id}/up was left out: it is a link",
    )
    kept = {p.name for p in (tmp_path / "workspace" / "lessons" / lesson.id).iterdir()}
    assert kept == set(lesson.shipped)


def test_many_files_are_cut(course: Course, lesson: Lesson, tmp_path: Path) -> None:
    """There is a bound, and one note about it."""
    folder = hand_in(tmp_path / "in", lesson) / "lessons" / lesson.id
    for number in range(MAX_TAKEN + 5):
        (folder / f"z{number:04}").touch()

    taken = take(course, tmp_path / "in", tmp_path / "workspace")

    assert taken.notes == (f"{lesson.id} has more than {MAX_TAKEN} files; the rest was left out",)


# -- archives ------------------------------------------------------------------------------

Entry = tuple[str, bytes]


def _zip(path: Path, entries: list[Entry], mode: int = 0o100644) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def _tar(path: Path, entries: list[Entry], kind: bytes = tarfile.REGTYPE) -> None:
    mode = "w:" + {".tgz": "gz", ".gz": "gz", ".bz2": "bz2"}.get(path.suffix, "")
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.size, info.type = len(data), kind
            archive.addfile(info, io.BytesIO(data))


PACKERS: dict[str, Callable[[Path, list[Entry]], None]] = {
    "a.zip": _zip, "a.tar": _tar, "a.tar.gz": _tar, "a.tgz": _tar, "a.tar.bz2": _tar,
}  # fmt: skip


@pytest.mark.parametrize("name", PACKERS)
def test_archive_is_unpacked(name: str, tmp_path: Path) -> None:
    """Every kind that is taken for a submission can be read."""
    PACKERS[name](tmp_path / name, [("x/main.py", b"app"), ("y.txt", b"words")])

    unpack(tmp_path / name, tmp_path / "out")

    found = {str(p.relative_to(tmp_path / "out")): p.read_bytes()
             for p in (tmp_path / "out").rglob("*") if p.is_file()}  # fmt: skip
    assert found == {str(Path("x", "main.py")): b"app", "y.txt": b"words"}


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz"])
@pytest.mark.parametrize("evil", ["../out.py", "x/../../out.py", "..\\out.py", "C:\\out.py"])
def test_traversal_is_refused(name: str, evil: str, tmp_path: Path) -> None:
    """Nothing is written outside, and the instructor is told why."""
    PACKERS[name](tmp_path / name, [("main.py", b"app"), (evil, b"evil")])

    with pytest.raises(Refused, match="leads out of it"):
        unpack(tmp_path / name, tmp_path / "out")
    assert {p.name for p in tmp_path.rglob("*")} <= {name, "out", "main.py"}


def test_absolute_name_stays_inside(tmp_path: Path) -> None:
    """As tar itself does it: the slash in front is taken away."""
    _tar(tmp_path / "a.tar", [(f"{tmp_path}/evil.py", b"evil")])
    _zip(tmp_path / "a.zip", [(f"{tmp_path}/evil.py", b"evil")])

    unpack(tmp_path / "a.tar", tmp_path / "out")
    with pytest.raises(Refused):
        unpack(tmp_path / "a.zip", tmp_path / "out")

    assert not (tmp_path / "evil.py").exists()


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
)
def test_links_and_devices_are_left_out(kind: bytes, tmp_path: Path) -> None:
    """Also what would be written through a link is a plain file in a plain folder."""
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo("x")
        info.type, info.linkname = kind, "/etc"
        archive.addfile(info)
        info = tarfile.TarInfo("x/passwd")
        info.size = 4
        archive.addfile(info, io.BytesIO(b"evil"))

    unpack(tmp_path / "a.tar", tmp_path / "out")

    assert not (tmp_path / "out" / "x").is_symlink()
    assert (tmp_path / "out" / "x" / "passwd").read_bytes() == b"evil"


def test_link_in_a_zip_is_left_out(tmp_path: Path) -> None:
    """A zip says in the permissions that an entry is a link."""
    _zip(tmp_path / "a.zip", [("x", b"/etc")], mode=0o120777)

    unpack(tmp_path / "a.zip", tmp_path / "out")

    assert not (tmp_path / "out" / "x").exists()


@pytest.mark.parametrize("name", PACKERS)
def test_bombs_are_refused(name: str, tmp_path: Path) -> None:
    """By what they hold, in one file or in many, and without expanding it all."""
    PACKERS[name](tmp_path / name, [("zeros", bytes(MAX_BYTES + 1))])
    (tmp_path / "many").mkdir()
    PACKERS[name](tmp_path / "many" / name, [(f"{n}", b"") for n in range(MAX_FILES + 1)])

    for path in (tmp_path / name, tmp_path / "many" / name):
        with pytest.raises(Refused, match="more than"):
            unpack(path, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("zeros"))


def test_bomb_in_a_header_is_refused(tmp_path: Path) -> None:
    """A pax header is read into memory whole: its size counts too."""
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.XHDTYPE, 2**33 - 1
    with gzip.open(tmp_path / "a.tar.gz", "wb") as file:
        file.write(header.tobuf(tarfile.USTAR_FORMAT) + bytes(MAX_BYTES * 2))

    with pytest.raises(Refused):
        unpack(tmp_path / "a.tar.gz", tmp_path / "out")


@pytest.mark.parametrize("name", PACKERS)
def test_broken_archive_is_refused(name: str, tmp_path: Path) -> None:
    """Rubbish, and an archive that was cut off, are said to be broken."""
    PACKERS[name](tmp_path / name, [("x", os.urandom(20_000))])
    whole = (tmp_path / name).read_bytes()

    for data in (b"rubbish" * 100, whole[: len(whole) // 2], whole[:2] + whole[40:]):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match="broken"):
            unpack(tmp_path / name, tmp_path / "out")


# -- the command ---------------------------------------------------------------------------


def course_grade(
    *words: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "course.py"), "grade", *words],
        capture_output=True, text=True, check=False, encoding="utf-8", timeout=300,
        env=environment | (env or {}),
    )  # fmt: skip


@pytest.fixture
def class_(tmp_path: Path, lesson: Lesson) -> Path:
    """Four who handed in: one has it right, one nothing yet, one a zip, one a broken one."""
    folder = tmp_path / "class"
    solved = hand_in(folder / "ada", lesson) / "lessons" / lesson.id
    corpus.lay(folder / "ben", lesson, {})
    entries = [(f"zoe-main/{lesson.id}/{p.name}", p.read_bytes()) for p in solved.glob("*.py")]
    _zip(folder / "zoe.zip", entries)
    (folder / "dan.tar").write_bytes(b"rubbish" * 100)
    (folder / ".DS_Store").touch()
    (folder / "list.csv").touch()
    return folder


SANDBOXES = [
    pytest.param("--no-sandbox", id="no sandbox"),
    pytest.param(
        "--sandbox",
        id="sandbox",
        marks=pytest.mark.skipif(bool(sandbox.missing()), reason=f"{sandbox.missing()}"),
    ),
]


@pytest.mark.parametrize("kind", SANDBOXES)
def test_class_is_graded(kind: str, class_: Path, lesson: Lesson) -> None:
    """Each has the points they deserve; a broken file stops nobody; JSON and nothing else."""
    done = course_grade(str(class_), "--lesson", "1", "--format", "json", kind)

    found = json.loads(done.stdout)
    points = {one["learner"]: one["points"] for one in found["submissions"]}
    assert {"ada": lesson.max_points, "ben": 0, "dan": None, "zoe": lesson.max_points} == points
    assert ("bubblewrap" if kind == "--sandbox" else "none") == found["sandbox"]
    broken = found["submissions"][2]
    assert "It cannot be taken in: the archive is broken" in broken["problem"]
    assert broken["report"] is None
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks into /proc")
@pytest.mark.parametrize("kind", SANDBOXES)
def test_ctrl_c_stops_cleanly(kind: str, class_: Path) -> None:
    """What was judged is listed, no process is left, and no traceback is shown."""
    words = [sys.executable, str(ROOT / "course.py"), "grade", str(class_), kind]
    grading = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not _workers(grading.pid):
        assert grading.poll() is None
    grading.send_signal(signal.SIGINT)
    out, err = grading.communicate(timeout=60)

    assert grading.returncode == 130
    assert "submissions were judged." in out
    assert err.startswith("Stopped: ")
    assert "Traceback" not in out + err
    assert not _workers(grading.pid)


def _workers(parent: int) -> list[str]:
    """Processes that were started as workers by this parent, or that it left behind."""
    found = []
    for path in Path("/proc").iterdir():
        if path.name.isdecimal():
            with contextlib.suppress(OSError):
                command = (path / "cmdline").read_bytes()
                session = (path / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                mine = session[1] in {str(parent), "1"}
                if mine and b"checker.grading.worker" in command:
                    found.append(path.name)
    return found


def test_no_sandbox_is_refused_with_a_way_out(class_: Path, tmp_path: Path) -> None:
    """Where there is none, nobody's code runs unless the instructor says so."""
    script = (
        "import sys; import checker.sandbox as s; s.missing = lambda: 'it needs Linux'; "
        f"sys.argv[1:] = ['grade', {str(class_)!r}]; import course; course.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no sandbox for other people's code here: it needs Linux." in done.stderr
    assert "--no-sandbox" in done.stderr


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("nothing", "There is no folder {}."),
        ("empty", "There are no submissions in {}."),
        ("one", "{} is one submission, not a folder of them."),
        ("work.zip", "{} is one archive, not a folder of them."),
        ("work.docx", "{} is neither a folder nor a CSV file."),
    ],
)
def test_wrong_folder_is_named(what: str, says: str, tmp_path: Path, lesson: Lesson) -> None:
    """Not there, nothing in it, one submission, or a file: exit code 2 and what to give."""
    folder = tmp_path / what
    if what == "empty":
        folder.mkdir()
    if what == "one":
        hand_in(folder, lesson)
    if what.startswith("work"):
        folder.touch()

    done = course_grade(str(folder))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{says.format(folder)}\n")
    assert "one folder, zip or tar file a learner" in done.stderr


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name;file\na;b\n", "has no columns learner and path; it has: name;file.\n"),
        ("\x1b[31mname,\n", "it has: \\x1b[31mname, .\n"),
        ("", "is empty.\n"),
    ],
)
def test_a_list_without_its_columns_is_told_what_it_has(
    text: str, says: str, tmp_path: Path
) -> None:
    """So that a semicolon or a wrong name is seen; and the line that it should begin with."""
    (tmp_path / "list.csv").write_text(text)

    done = course_grade(str(tmp_path / "list.csv"))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"The list {tmp_path / 'list.csv'} ")
    assert says in done.stderr
    assert "Let its first line be learner,path" in done.stderr


def test_a_list_of_paths_that_are_not_there(tmp_path: Path) -> None:
    """Each is named with what is wrong, and nothing is called broken."""
    (tmp_path / "notes.txt").touch()
    (tmp_path / "list.csv").write_text("learner,path\na,nowhere\nb,nowhere.zip\nc,notes.txt\n")

    done = course_grade(str(tmp_path / "list.csv"), "--no-sandbox")

    assert (done.returncode, done.stderr) == (1, "")
    assert "Not judged (2): no such file or directory.\n  a, b\n" in done.stdout
    assert "Not judged (1): it is neither a folder nor a zip or tar file.\n  c\n" in done.stdout
    assert "Next: See that it is there" in done.stdout
    assert "Next: Give a folder, a zip or a tar file" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--workers", "0"), "Invalid value for '--workers': "),
        (("--lesson", "99"), "There is no lesson called '99'.\nLessons are 1, 2, "),
        (
            ("--gradebook", "no/such/book.sqlite"),
            "The gradebook no/such/book.sqlite cannot be used",
        ),
    ],
)
def test_a_wrong_option_is_named(words: tuple[str, ...], says: str, class_: Path) -> None:
    """Exit code 2, whole sentences, nobody is judged, and no file is made."""
    done = course_grade(str(class_), "--no-sandbox", *words)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(says)
    assert all(
        line.endswith((".", "course grade --help", "course list"))
        for line in done.stderr.splitlines()
    )
    assert not list(class_.glob("*.sqlite"))


def grades(course: Course) -> list[Grade]:
    lessons = course.lessons[:2]
    most = sum(lesson.max_points for lesson in lessons)
    report = complete(empty(lessons), lessons, "ada")
    return [
        Grade("ada", "ada", most, report, notes=("x/y.py was left out: it is a link",)),
        Grade("=cmd() 山田太郎", "b.zip", most, None, "It cannot be taken in: it is broken."),
    ]


def test_csv_is_safe_in_a_spreadsheet(course: Course) -> None:
    """A row a learner, and no cell that a spreadsheet would run."""
    rows = list(csv.DictReader(io.StringIO(to_csv(grades(course), course.lessons[:2], "none"))))

    assert [row["learner"] for row in rows] == ["ada", "'=cmd() 山田太郎"]
    assert [row["sandbox"] for row in rows] == ["none", "none"]
    assert rows[0]["wrong"] == "lesson 1: It was not handed in."
    assert rows[0][course.lessons[0].id] == "0"


@pytest.mark.parametrize("width", [40, 80])
def test_grades_fit_a_terminal(
    width: int, course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is wider than the terminal, and every word that counts is there."""
    show_grades(Look(plain=False, width=width), grades(course), "none")

    shown = capsys.readouterr().out
    assert max(map(cell_len, shown.splitlines())) <= width
    for words in ("ada", "山田", "of 2 lessons", "not judged", "1 of 2 submissions were judged."):
        assert words in shown
    assert "There was no sandbox" in shown


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_reason_has_room(width: int, course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """All of it is there, in a line of its own where it does not fit beside the points."""
    why = "It cannot be taken in: the archive has folders nested too deep, or so it seems."
    name = "a learner whose name is long indeed"
    show_grades(Look(plain=False, width=width), [Grade(name, "b.zip", 9, None, why)], "none")

    lines = capsys.readouterr().out.splitlines()
    assert why in " ".join(" ".join(lines).split())
    assert (why in lines[0]) == (width == 200)
    assert max(map(cell_len, lines)) <= width


def test_a_list_that_was_stopped_counts_all(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of four, one was judged, one could not be, and two were not come to."""
    show_grades(Look(plain=True), grades(course), "none", 4)

    assert "1 of 4 submissions were judged." in capsys.readouterr().out


def test_find_takes_folders_and_archives_in_order(class_: Path) -> None:
    """Hidden entries and other files are left out."""
    assert [found.learner for found in find(class_)] == ["ada", "ben", "dan", "zoe"]


def test_only_some_learners(class_: Path) -> None:
    """Those who are named, in the order of the folder; a name with a slip is refused."""
    found = find(class_)
    assert [one.learner for one in of(found, ["zoe", "ben"])] == ["ben", "zoe"]
    assert of(found, []) == found
    with pytest.raises(UsageError) as refused:
        of(found, ["Zoee"])
    assert refused.value.message == "There is nothing from 'Zoee'."
    assert refused.value.remedy == "Did you mean zoe?"
