"""Hostile submissions in the sandbox: each fails at what it tries, with the right verdict.

Each is the solution of lesson 1 with an attack above it, tried when the file is imported.
An attack that succeeds ends the program with ``SystemExit("it worked: …")``, so that the
lesson does not pass; one that fails leaves a right answer, which has to pass. The same
programs are then run without the sandbox, where they must work: else they prove nothing.
"""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from checker import corpus, sandbox
from checker.confined import SandboxLauncher
from checker.curriculum import Course
from checker.expect.times import Times
from checker.grading.executors import local
from checker.grading.grade import Grade
from checker.grading.grader import Grader
from checker.grading.submissions import Submission, find
from checker.launcher import Launcher
from checker.report import LessonResult
from checker.runner import check
from checker.watcher import Bounds

pytestmark = pytest.mark.skipif(bool(sandbox.missing()), reason=f"no sandbox: {sandbox.missing()}")

ATTACKS = {
    "reads": """
        for path in {secrets!r}:
            try:
                with open(path, "rb") as file:
                    file.read(1)
            except OSError:
                continue
            raise SystemExit(f"it worked: read {{path}}")
        """,
    "lists": """
        import os
        for folder in {folders!r}:
            try:
                names = os.listdir(folder)
            except OSError:
                continue
            if names:
                raise SystemExit(f"it worked: {{folder}} has {{names}}")
        """,
    "writes": """
        import os
        for folder in {folders!r} + [os.path.dirname(__file__), "/usr", "/etc", "/", "/dev"]:
            try:
                open(os.path.join(folder, "written-by-a-submission"), "x").close()
            except OSError:
                continue
            raise SystemExit(f"it worked: wrote to {{folder}}")
        """,
    "environment": """
        import os
        seen = [str(dict(os.environ))]
        for pid in filter(str.isdecimal, os.listdir("/proc")):
            try:
                with open(f"/proc/{{pid}}/environ") as file:
                    seen.append(file.read())
            except OSError:
                continue
        if any("{word}" in text for text in seen):
            raise SystemExit("it worked: read the environment")
        """,
    "connects": """
        import socket
        for family, address in (
            (socket.AF_INET, ("127.0.0.1", {port})),
            (socket.AF_UNIX, "\\0{word}"),
        ):
            with socket.socket(family) as sock:
                if sock.connect_ex(address) == 0:
                    raise SystemExit(f"it worked: connected to {{address}}")
        """,
    "signals": """
        import os
        for pid in [{pid}, *map(int, filter(str.isdecimal, os.listdir("/proc")))]:
            if pid in (1, os.getpid()):
                continue
            try:
                os.kill(pid, 0)
            except OSError:
                continue
            raise SystemExit(f"it worked: can signal {{pid}}")
        """,
    "looks into its parent": """
        import os
        for name in ("mem", "environ", "root/etc", "cwd/etc", "fd/0"):
            try:
                os.close(os.open(f"/proc/{{os.getppid()}}/{{name}}", os.O_RDONLY))
            except OSError:
                continue
            raise SystemExit(f"it worked: has its parent's {{name}}")
        """,
    "changes the kernel": """
        import os
        for folder, _, names in os.walk("/proc/sys"):
            for name in names:
                try:
                    os.close(os.open(os.path.join(folder, name), os.O_WRONLY))
                except OSError:
                    continue
                raise SystemExit(f"it worked: {{folder}}/{{name}} can be written to")
        """,
    "leaves a process": """
        import os
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", ["sleep", "{seconds}"])
            os._exit(0)
        """,
    "kills all it can": """
        import os, signal
        for pid in (1, os.getppid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        """,
}
NOT_OUTSIDE = {"leaves a process", "kills all it can"}
"""What is judged by other means, or would harm the tests themselves."""
if not hasattr(os, "getuid") or os.getuid() != 0:
    NOT_OUTSIDE.add("changes the kernel")  # only root can

LINK = """
        import os, socket
        bind = socket.socket.bind
        def elsewhere(sock, address):
            bind(sock, f"{{address}}x")
            os.symlink({door!r}, address)
        socket.socket.bind = elsewhere
        """
"""Has the judge connect to a service of this machine, in place of the program."""

EXCESSES = {
    "started more than 50 processes": """
        import os, time
        for _ in range(500):
            if os.fork() == 0:
                time.sleep(100)
        """,
    "took more than 2 GB of memory": """
        import os, time
        for _ in range(8):
            if os.fork() == 0:
                kept = b"x" * 2**30
                time.sleep(100)
        time.sleep(100)
        """,
    "took more than 2 GB of memory (shared)": """
        import mmap, os, time
        for _ in range(8):
            if os.fork() == 0:
                shared = mmap.mmap(-1, 2**29)
                for start in range(0, 2**29, 2**20):
                    shared[start:start + 2**20] = b"x" * 2**20
                time.sleep(100)
        time.sleep(100)
        """,
    "started more than 1,000 threads": """
        import threading, time
        threading.stack_size(65536)
        for _ in range(5000):
            threading.Thread(target=time.sleep, args=[100], daemon=True).start()
        time.sleep(100)
        """,
    "20,000 files (in memory)": """
        import itertools
        for number in itertools.count():
            open(f"/tmp/{{number}}", "wb").close()
        """,
    "MemoryError": """
        kept = bytearray(8 * 2**30)
        """,
    "No space left on device": """
        import itertools
        for number in itertools.count():
            with open(f"/dev/shm/{{number}}", "wb") as file:
                file.write(b"x" * 10**6)
        """,
    "filled the 268 MB of disk": """
        import itertools
        for number in itertools.count():
            try:
                with open(f"{{number}}", "wb") as file:
                    file.write(b"x" * 10**6)
            except OSError:
                pass
        """,
    "20,000 files": """
        import itertools
        for number in itertools.count():
            open(f"{{number}}", "wb").close()
        """,
    "File too large": """
        with open("large", "wb") as file:
            for _ in range(100):
                file.write(b"x" * 2**20)
        """,
}


@dataclass(frozen=True)
class World:
    """What the submissions are after, and the folder that they are in."""

    folder: Path
    accepted: list[str]
    seconds: str


@pytest.fixture(scope="module")
def world(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """All submissions, a home with a secret, and two listening sockets."""
    top = tmp_path_factory.mktemp("world")
    home, folder = top / "home", top / "submissions"
    home.mkdir()
    (home / "secret").write_text("secret")
    word, seconds = f"word-{os.urandom(8).hex()}", str(10**6 + int.from_bytes(os.urandom(3)))
    lesson = course.lessons[0]
    accepted: list[str] = []
    with ExitStack() as stack:
        other = subprocess.Popen(["sleep", "600"], env={"PATH": os.defpath, "SECRET": word})
        stack.callback(other.wait)
        stack.callback(other.kill)
        doors = [socket.create_server(("127.0.0.1", 0))]
        for address in (f"\0{word}", str(home / "door")):
            doors.append(socket.socket(socket.AF_UNIX))
            doors[-1].bind(address)
            doors[-1].listen()
        for door in doors:
            stack.callback(door.close)
            threading.Thread(target=_accept, args=(door, accepted), daemon=True).start()
        tests = Path(__file__).parent
        secrets = [
            home / "secret",
            Path("/etc/shadow"),
            lesson.solution / "main.py",
            lesson.solution / "contract.json",
            sandbox.PACKAGE / "checks" / f"test_{lesson.id}.py",
            sandbox.PACKAGE / "judge.py",
            Path(__file__),
            folder / "honest" / "lessons" / lesson.id / "main.py",
            Path.home() / ".bashrc",
        ]
        facts = {
            "secrets": [str(path) for path in secrets],
            "folders": [str(path) for path in (home, tests, folder)],
            "word": word,
            "door": str(home / "door"),
            "port": doors[0].getsockname()[1],
            "pid": os.getpid(),
            "seconds": seconds,
        }
        solved = corpus.solved(lesson)["main.py"]
        for name, attack in (ATTACKS | EXCESSES | {"honest": "", "link": LINK}).items():
            corpus.lay(folder / name, lesson, {"main.py": _dedented(attack, facts) + solved})
        for each in course.lessons:
            corpus.lay(folder / "whole course", each, corpus.solved(each))
        yield World(folder, accepted, seconds)


def _accept(door: socket.socket, accepted: list[str]) -> None:
    try:
        while True:
            connection = door.accept()[0]
            accepted.append("a connection")
            connection.close()
    except OSError:
        return


def _dedented(attack: str, facts: dict[str, object]) -> str:
    lines = attack.format(**facts).splitlines() if attack else []
    return "".join(f"{line.removeprefix(' ' * 8)}\n" for line in lines)


@pytest.fixture(scope="module")
def grades(course: Course, world: World) -> dict[str, Grade]:
    """Every submission's grade, all of them judged side by side in sandboxes."""
    whole = [s for s in find(world.folder) if s.learner == "whole course"]
    rest = [s for s in find(world.folder) if s.learner != "whole course"]
    graded = [*Grader(course, course.lessons[:1]).grade(rest)]
    graded += Grader(course, course.lessons).grade(whole)
    return {grade.learner: grade for _, grade in graded}


def result(grade: Grade) -> LessonResult:
    assert grade.report is not None, grade.problem
    assert grade.report.faults == ()
    return grade.lessons[0]


@pytest.mark.parametrize("name", [*ATTACKS, "honest"])
def test_attack_comes_to_nothing(name: str, grades: dict[str, Grade]) -> None:
    """What it is after is not there, and its right answer passes all the same."""
    grade = grades[name]

    assert (grade.points, "") == (grade.max_points, grade.wrong)
    assert result(grade).status == "passed"


@pytest.mark.parametrize("words", EXCESSES)
def test_excess_is_ended_and_named(words: str, grades: dict[str, Grade]) -> None:
    """It is given no points and told what was too much; everybody else has their verdict."""
    found = result(grades[words])

    assert (found.status, found.points) == ("error", 0)
    assert found.error is not None
    assert words.partition(" (")[0] in found.error.message
    assert found.error.next_step


def test_nobody_outside_was_reached(world: World, grades: dict[str, Grade]) -> None:
    """No connection came in, no file was written, no process lives on."""
    assert grades
    assert world.accepted == []
    assert not [*world.folder.parent.rglob("written-by-a-submission")]
    assert not [pid for pid in _pids() if world.seconds.encode() in _command(pid)]


def test_link_leads_the_judge_nowhere(
    course: Course, world: World, grades: dict[str, Grade], hosts: Launcher
) -> None:
    """It is in a sandbox too. Without one, a program can have it talk to others."""
    assert result(grades["link"]).points == 0
    assert world.accepted == []

    check(course, world.folder / "link", course.lessons[:1], steps=["1.1"], hosts=hosts)

    assert world.accepted
    world.accepted.clear()


def test_processor_time_is_bounded(course: Course, world: World, tmp_path: Path) -> None:
    """All its processes count together; a busy one is ended and told why."""
    lesson = course.lessons[0]
    text = "while True: pass\n"
    corpus.lay(tmp_path / "busy", lesson, {"main.py": text})
    (tmp_path / "runs").mkdir()
    bounds = Bounds(cpu=2.0, files=10**15, full=1.0)
    given = lesson.solution.parent
    with SandboxLauncher((), tmp_path / "busy", given, given, tmp_path / "runs", bounds) as hosts:
        report = check(course, tmp_path / "busy", [lesson], hosts=hosts, times=Times(start=60))

    error = report.lessons[0].error
    assert error is not None
    assert "used more than 2 seconds of processor time" in error.message


def _pids() -> list[str]:
    return [path.name for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_whole_course_has_the_same_verdict(course: Course, grades: dict[str, Grade]) -> None:
    """Every lesson's solution passes in the sandbox, check by check."""
    grade = grades["whole course"]

    assert grade.wrong == ""
    assert [lesson.id for lesson in course.lessons] == [le.id for le in grade.lessons]
    assert grade.points == grade.max_points == sum(le.max_points for le in course.lessons)


@pytest.mark.parametrize("name", sorted(set(ATTACKS) - NOT_OUTSIDE))
def test_attack_works_without_a_sandbox(
    name: str, course: Course, world: World, hosts: Launcher, tmp_path: Path
) -> None:
    """Else its failing in the sandbox would prove nothing."""
    report = check(course, world.folder / name, course.lessons[:1], hosts=hosts)
    for path in world.folder.parent.rglob("written-by-a-submission"):
        path.unlink()
    world.accepted.clear()

    error = report.lessons[0].error
    assert error is not None
    assert "it worked" in error.message


def test_stopping_ends_every_process(course: Course, world: World) -> None:
    """Whoever stops asking leaves no worker, no sandbox and no host behind."""
    submissions = [Submission("whole", world.folder / "whole course")] * 4
    grading = Grader(course, course.lessons, place=partial(local, 2)).grade(submissions)
    next(grading)
    assert _at_work(course)

    grading.close()

    # A sandbox ends when the system tells it of its parent's end, not in the same instant.
    deadline = time.monotonic() + 30
    while left := _at_work(course):
        assert time.monotonic() < deadline, left


def _at_work(course: Course) -> list[str]:
    """Processes with this course and a grader's folder in their command lines."""
    marks = (str(course.root).encode(), b"/grading")
    return [pid for pid in _pids() if all(mark in _command(pid) for mark in marks)]


def test_course_in_a_shown_folder_is_hidden(tmp_path: Path, inside: Callable[..., str]) -> None:
    """Where the course is installed among what has to be seen, only its host is seen of it."""
    course = tmp_path / "site-packages" / "checker"
    for name in ("host/child.py", "checks/test_x.py", "_course/solutions/main.py"):
        (course / name).parent.mkdir(parents=True)
        (course / name).write_text("text")
    (tmp_path / "given").mkdir()
    (tmp_path / "given" / "store.py").write_text("text")
    view = sandbox.View(
        shown=(course.parent, course / "host"),
        moved=((tmp_path / "given", course / "_course" / "solutions"),),
        hidden=(course,),
    )

    found = inside(["find", str(course), "-type", "f"], view)

    assert set(found.splitlines()) == {
        str(course / "host/child.py"),
        str(course / "_course/solutions/store.py"),
    }
