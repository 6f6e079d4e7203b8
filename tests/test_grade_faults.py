"""A class is graded while things break: nothing is lost, nothing twice, and the rest goes on."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from checker import corpus, sandbox
from checker.curriculum import Course, Lesson
from checker.grading import worker
from checker.grading.grade import empty
from checker.grading.gradebook import Gradebook
from checker.grading.layout import take
from checker.grading.packing import READ
from checker.grading.records import Attempt
from checker.grading.worker import Order, Verdict

ROOT = Path(__file__).resolve().parent.parent
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
NO_SANDBOX = sandbox.missing()
SANDBOXES = [
    pytest.param("--no-sandbox", id="no sandbox"),
    pytest.param("--sandbox", id="sandbox", marks=pytest.mark.skipif(
        bool(NO_SANDBOX), reason=f"no sandbox: {NO_SANDBOX}")),
]  # fmt: skip
linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@contextlib.contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A grader that is at work; it ends with the context."""
    with subprocess.Popen(
        [sys.executable, str(ROOT / "course.py"), "grade", "-l", "1", *words],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", env=CLEAN,
    ) as grading:  # fmt: skip
        try:
            yield grading
        finally:
            if grading.poll() is None:
                grading.terminate()


# -- a worker is killed --------------------------------------------------------------------

_HELD = """
import ctypes, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
ctypes.CDLL(None).prctl(15, {name!r}.encode())  # a name that is seen from outside
signal.sigwait([signal.SIGUSR1])
"""


def at_the_gate(name: str, grading: subprocess.Popen[str], before: int = 0) -> int:
    """The process that waits, once there is one, and not the one from ``before``."""
    while True:
        assert grading.poll() is None
        for path in Path("/proc").glob("[0-9]*/comm"):
            with contextlib.suppress(OSError):
                pid = int(path.parent.name)
                if path.read_text() == f"{name}\n" and pid != before:
                    return pid


def worker_of(pid: int, grader: int) -> int:
    """The child of the grader that this process comes from."""
    while True:
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        if parent == grader:
            return pid
        pid = parent


def told(course: Course, book: Path) -> list[Any]:
    """All that a gradebook says, but for times."""
    with Gradebook(book, course.lessons[:1]) as opened:
        records = opened.records()
    return [(r.learner, r.points, [_scores(a) for a in r.attempts]) for r in records]


def _scores(attempt: Attempt) -> list[tuple[str, str, int]]:
    lessons = attempt.verdict.report.lessons if attempt.verdict.report else ()
    return [(step.id, step.status, step.points) for le in lessons for step in le.steps]


@linux
@pytest.mark.parametrize("kind", SANDBOXES)
def test_a_killed_workers_submission_is_judged_by_another(
    kind: str, course: Course, lesson: Lesson, tmp_path: Path
) -> None:
    """kill -9 in the middle of a judging: each is listed once, as in a run without that."""
    folder, name = tmp_path / "class", f"gate{os.getpid()}"
    for number in range(4):
        corpus.lay(folder / f"learner-{number}", lesson, corpus.solved(lesson) if number else {})
    main = folder / "learner-1/lessons" / lesson.id / "main.py"
    main.write_text(_HELD.format(name=name) + main.read_text("utf-8"), "utf-8")

    heard, books = [], (tmp_path / "killed.sqlite", tmp_path / "quiet.sqlite")
    for book in books:
        words = ("--workers", "2", "--format", "json", kind, "--gradebook", str(book))
        held = 0
        with started(str(folder), *words) as grading:
            if book == books[0]:
                held = at_the_gate(name, grading)
                os.kill(worker_of(held, grading.pid), signal.SIGKILL)
            os.kill(at_the_gate(name, grading, held), signal.SIGUSR1)
            out, err = grading.communicate(timeout=120)
        heard.append((grading.returncode, err))
        found = [(one["learner"], one["points"]) for one in json.loads(out)["submissions"]]
        assert found == [
            ("learner-0", 0),
            *((f"learner-{n}", lesson.max_points) for n in (1, 2, 3)),
        ]
        assert not held or not Path(f"/proc/{held}").exists()

    assert heard == [(0, ""), (0, "")]
    assert told(course, books[0]) == told(course, books[1])
    assert [len(attempts) for _, _, attempts in told(course, books[0])] == [1] * 4


# -- disks that are full, and what may not be read -----------------------------------------


def within(*options: str) -> list[str]:
    """A command line in front of another: with other mounts, and without a root's rights.

    Without that, root may read everything.
    """
    if NO_SANDBOX:
        pytest.skip(f"no namespaces here: {NO_SANDBOX}")
    return [sandbox.bwrap(), "--dev-bind", "/", "/", "--cap-drop", "ALL", *options, "--"]


def grade(prefix: list[str], *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*prefix, sys.executable, str(ROOT / "course.py"), "grade", "-l", "1", *words],
        capture_output=True, encoding="utf-8", check=False, timeout=240, env=CLEAN | env,
    )  # fmt: skip


_FULL = """
import json, os, shutil, sqlite3, sys
from dataclasses import replace
from pathlib import Path
sys.path[:0] = [{root!r}, {tests!r}]
from test_gradebook import Judge, handed_in, run, worth
from checker.curriculum import bundled
from checker.grading.gradebook import Gradebook
from checker.grading.worker import VERDICTS

course, small = bundled(), Path({small!r})
path, filler = small / "book.sqlite", small / "filler"
found = handed_in(Path({folder!r}), course, 6)

def large(task):  # so that each takes some pages of its own
    verdict = VERDICTS.validate_json(worth(course, 5)(task))
    return VERDICTS.dump_json(replace(verdict, notes=(os.urandom(6000).hex(),)))

def graded():
    with Gradebook(path, course.lessons[:1], False) as book:
        return run(course, Judge(large), book, found), book.records()

def intact():
    database = sqlite3.connect(path)
    told = [row for row in database.execute("PRAGMA integrity_check")]
    database.close()
    return told == [("ok",)]

for pages in range(0, 72, 3):
    path.unlink(missing_ok=True)
    with Gradebook(path, course.lessons[:1], False) as book:
        run(course, Judge(large), book, found[:1])
    page = os.sysconf("SC_PAGESIZE")
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(shutil.disk_usage(small).free - pages * page, 1))
    first, kept = graded()
    whole = intact()
    filler.unlink()
    second, records = graded()
    print(json.dumps(dict(
        points=[grade.points for grade in first],
        unkept=sorted({{grade.unkept.rpartition(": ")[2] for grade in first}} - {{""}}),
        agree=len(kept) == sum(not grade.unkept for grade in first),
        kept=len(kept), whole=whole and intact(), later=[g.unkept for g in second if g.unkept],
        attempts=[len(record.attempts) for record in records],
    )))
"""


def test_a_full_disk_leaves_the_gradebook_whole(tmp_path: Path) -> None:
    """Wherever the space ends: all are judged, what is kept is whole, and the rest comes later."""
    small = tmp_path / "small"
    small.mkdir()
    script = _FULL.format(
        root=str(ROOT), tests=str(ROOT / "tests"), small=str(small), folder=str(tmp_path / "class")
    )
    done = subprocess.run(
        [*within("--size", "4000000", "--tmpfs", str(small)), sys.executable, "-c", script],
        capture_output=True, encoding="utf-8", check=False, timeout=240, env=CLEAN,
    )  # fmt: skip
    rounds = [json.loads(line) for line in done.stdout.splitlines()]

    assert len(rounds) == 24, done.stderr[-3000:]
    for one in rounds:
        assert one["points"] == [5] * 6
        assert (one["agree"], one["whole"]) == (True, True)
        assert set(one["unkept"]) <= {"database or disk is full.", "disk I/O error."}
        assert (one["later"], one["attempts"]) == ([], [1] * 6)
    assert {one["kept"] for one in rounds} >= {1, 6}
    assert len({one["kept"] for one in rounds}) > 2


_FILLS = """
import os
with open(os.path.join(os.path.dirname(__file__), "filler"), "wb") as file:
    while file.write(b"x" * 100_000):
        pass
"""


def test_a_program_that_fills_the_disk_costs_nobody_else(tmp_path: Path) -> None:
    """Without a sandbox: no verdict on it, with the reason and the way out; the others have one."""
    small, folder = tmp_path / "small", tmp_path / "class"
    small.mkdir()
    lesson = Course(ROOT).lessons[0]
    for number in range(3):
        corpus.lay(folder / f"learner-{number}", lesson, corpus.solved(lesson))
    main = folder / "learner-1/lessons" / lesson.id / "main.py"
    main.write_text(_FILLS + main.read_text())
    (folder / "learner-2/lessons" / lesson.id / "own.py").write_text("# other content\n")
    done = grade(within("--size", "30000000", "--tmpfs", str(small)), str(folder), "--no-sandbox",
                 "--workers", "1", TMPDIR=str(small))  # fmt: skip

    assert (done.returncode, done.stderr) == (1, "")
    assert "learner-0: 9 of 9 points" in done.stdout
    assert "learner-2: 9 of 9 points" in done.stdout
    assert "Not judged (1): no space left on device.\n  learner-1\n" in done.stdout
    assert "Whoever ends so each time fills the disk themselves" in done.stdout


_FILLED = """
import json, os, shutil, subprocess, sys
from pathlib import Path
small, words = Path({small!r}), {words!r}
heard = []
for rows in ("learner,path\\nlearner-0,{folder}/learner-0\\n", None, None):
    place = {folder!r}
    if rows:
        place = Path({folder!r}, "list.csv")
        place.write_text(rows)
    elif not (small / "filler").exists():
        with (small / "filler").open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(small).free)
    else:
        (small / "filler").unlink()
    done = subprocess.run([*words, str(place)], capture_output=True, encoding="utf-8", check=False)
    heard.append([done.returncode, done.stdout, done.stderr])
print(json.dumps(heard))
"""


def test_a_full_gradebook_is_told_once(lesson: Lesson, tmp_path: Path) -> None:
    """All are listed, one sentence says what was not kept, and the next run goes on from there."""
    folder, small = tmp_path / "class", tmp_path / "small"
    small.mkdir()
    for number in range(3):
        corpus.lay(folder / f"learner-{number}", lesson, {"own.py": f"# {number}"})
    words = [sys.executable, str(ROOT / "course.py"), "grade", "-l", "1", "--no-sandbox",
             "--gradebook", str(small / "book.sqlite")]  # fmt: skip
    script = _FILLED.format(small=str(small), words=words, folder=str(folder))
    done = subprocess.run(
        [*within("--size", "1000000", "--tmpfs", str(small)), sys.executable, "-c", script],
        capture_output=True, encoding="utf-8", check=False, timeout=240, env=CLEAN,
    )  # fmt: skip
    before, full, after = json.loads(done.stdout)

    assert (before[0], before[2]) == (0, "")
    assert full[0] == 2
    assert "3 of 3 submissions were judged." in full[1]
    assert "not kept" not in full[1]
    assert full[2].startswith("2 of 3 verdicts were not kept. The gradebook ")
    assert "database or disk is full." in full[2]
    assert "Then run the same command again" in full[2]
    assert len(full[2].splitlines()) == 2
    assert (after[0], after[2]) == (0, "")


@pytest.fixture
def large(lesson: Lesson, tmp_path: Path) -> Path:
    """A class of three: the second is a zip file of 15 MB, solved as the others are."""
    folder = tmp_path / "class"
    for name in ("learner-0", "learner-2"):
        corpus.lay(folder / name, lesson, corpus.solved(lesson) | {"own.py": f"# {name}"})
    with zipfile.ZipFile(folder / "learner-1.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(15):
            archive.writestr(f"notes/{number}", bytes(10**6))
        for path in (folder / "learner-0/lessons" / lesson.id).iterdir():
            archive.write(path, f"lessons/{lesson.id}/{path.name}")
    return folder


def points(done: subprocess.CompletedProcess[str]) -> dict[str, int | None]:
    """What each has; None for those without a verdict."""
    found = json.loads(done.stdout)["submissions"]
    return {one["learner"]: one["points"] if one["report"] else None for one in found}


@pytest.mark.parametrize("size", [8_000_000, 4096])
def test_a_full_disk_is_no_verdict(size: int, lesson: Lesson, large: Path) -> None:
    """Where there is no room to unpack or to judge, nobody's work is called broken or wrong."""
    small, most = large.parent / "small", lesson.max_points
    small.mkdir()
    words = (str(large), "--no-sandbox", "--format", "json")
    full = grade(within("--size", str(size), "--tmpfs", str(small)), *words, TMPDIR=str(small))
    after = grade([], *words)

    some = most if size > 4096 else None
    assert points(full) == {"learner-0": some, "learner-1": None, "learner-2": some}
    problem = json.loads(full.stdout)["submissions"][1]["problem"]
    assert problem == "It could not be judged: no space left on device."
    assert (full.returncode, full.stderr) == (1, "")
    assert points(after) == {"learner-0": most, "learner-1": most, "learner-2": most}
    assert after.returncode == 0


def test_what_cannot_be_read_stops_nobody(lesson: Lesson, large: Path) -> None:
    """Broken archives and locked folders get no verdict; the rest does, and the end says why."""
    whole = bytearray((large / "learner-1.zip").read_bytes())
    whole[200:260] = b"\xff" * 60
    (large / "learner-1.zip").write_bytes(whole)
    with tarfile.open(large / "learner-3.tar.xz", "w:xz") as archive:
        archive.add(large / "learner-0", "learner")
    packed = (large / "learner-3.tar.xz").read_bytes()
    (large / "learner-3.tar.xz").write_bytes(packed[: len(packed) // 2])
    locked = large / "learner-4", large / "learner-5/lessons" / lesson.id
    for path in locked:
        corpus.lay(large / path.relative_to(large).parts[0], lesson, corpus.solved(lesson))
        path.chmod(0)
    try:
        done = grade(within(), str(large), "--no-sandbox", "--format", "plain")
    finally:
        for path in locked:
            path.chmod(0o755)

    assert "2 of 6 submissions were judged." in done.stdout
    assert done.stdout.partition("your network.\n")[2].splitlines() == [
        "",
        "Not judged (2): the archive is broken.",
        "  learner-1, learner-3",
        "  Next: Ask for a new copy, then run the same command again.",
        "",
        "Not judged (1): permission denied.",
        "  learner-4",
        f"  Next: {READ}",
        "",
        f"Not judged (1): lessons/{lesson.id}: permission denied.",
        "  learner-5",
        f"  Next: {READ}",
    ]
    assert (done.returncode, done.stderr) == (1, "")
    again = points(grade([], str(large), "--no-sandbox", "--format", "json"))
    assert (again["learner-4"], again["learner-5"]) == (lesson.max_points, lesson.max_points)
    assert again["learner-3"] is None


@linux
def test_a_disk_that_is_full_in_the_end_is_no_verdict(
    course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What failed may have failed for want of room, so it is judged anew later, not kept."""
    (tmp_path / "runs").mkdir()
    monkeypatch.setattr(worker, "launcher", lambda preload: None)
    judging = worker._Worker(course, tmp_path, False)
    monkeypatch.setattr(judging, "_judge", lambda *_: Verdict(empty(course.lessons)))
    order = Order(".zip", 0, (course.lessons[0].id,))

    assert judging.judge(order, b"").report is not None
    full = shutil.disk_usage(tmp_path)._replace(free=worker.ROOM - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: full)
    verdict = judging.judge(order, b"")
    assert (verdict.report, verdict.final) == (None, False)
    assert verdict.problem == "It could not be judged: no space left on device."


def test_a_file_is_not_left_out_for_want_of_room(
    course: Course, lesson: Lesson, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A learner is not judged without a file that had no place here."""
    corpus.lay(tmp_path / "in", lesson, {})

    def no_room(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", no_room)
    with pytest.raises(OSError, match="No space left"):
        take(course, tmp_path / "in", tmp_path / "workspace")


def test_a_class_that_may_not_be_read(tmp_path: Path) -> None:
    """A locked folder or list is the instructor's to open: exit code 2, no mistake of ours."""
    (tmp_path / "class").mkdir(mode=0)
    (tmp_path / "list.csv").touch(mode=0)
    for name in ("class", "list.csv", "class/inner"):
        done = grade(within(), str(tmp_path / name), "--no-sandbox")

        assert (done.returncode, done.stdout) == (2, "")
        assert str(tmp_path / name) in done.stderr
        assert "permission denied" in done.stderr.lower()


def test_a_gradebook_that_may_not_be_written(lesson: Lesson, tmp_path: Path) -> None:
    """Nobody is judged in vain: exit code 2 before that, and another place is offered."""
    corpus.lay(tmp_path / "class/learner-0", lesson, {})
    (tmp_path / "class").chmod(0o555)
    try:
        done = grade(within(), str(tmp_path / "class"), "--no-sandbox")
    finally:
        (tmp_path / "class").chmod(0o755)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"The gradebook {tmp_path / 'class/gradebook.sqlite'} cannot be used" in done.stderr
    assert "--gradebook" in done.stderr
