"""Broken and hostile programs: each gets the right verdict, and costs nobody else a thing.

A program is a file in ``tests/bad/``. Its head says what it is and what must happen::

    # what: an endless loop in a plain handler
    # solved: 1.1 1.2             these steps of the solution stand above it; "all"; "none"
    #                             (without this line, the file is the whole main.py)
    # steps: 1.4                  what is checked
    # error: crash                the lesson cannot be checked, for this kind of reason
    # step: 1.4 timeout           or: this step has this status
    # passes: 1.1                 or: these steps pass all the same
    # fails: all                  or: no step passes, whatever else happens
    # says: GET /stats gave no answer.
    # next: look for a loop       words of the next step
    # start: 60                   seconds its import may take, for one that is slow by nature
    # inside error: crash         in the sandbox this must happen, and none of the above

All of it is judged twice, outside of a sandbox and inside. Where lines end in ``# HERE``,
one of those must be named. A file that Python text cannot express (a FIFO, a folder,
bytes) is made by a function below.

What a program can do to us without a sandbox, and what not: ``checker/host/__init__.py``.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from checker import corpus
from checker.confined import SandboxLauncher
from checker.curriculum import Course
from checker.expect.bench import Bench, Times
from checker.expect.places import methods
from checker.host.job import Job, Limits
from checker.launcher import COOKIE, ForkLauncher
from checker.report import LessonError, LessonResult, Report
from checker.runner import check

ROOT = Path(__file__).resolve().parent.parent
COURSE = Course(ROOT)
LESSON = COURSE.lesson("1")
FOLDER = f"lessons/{LESSON.id}"
MAIN = f"{FOLDER}/main.py"
TIMES = Times(answer=0.5, start=1.0, lesson=10.0, check=0.8)
SLACK = 3.0
"""Seconds for our own work, on a busy machine."""
REACHES_OUT = re.compile(r"\b(os|gc|signal|subprocess|socket|threading|modules|print|kept)\b")
"""A program with one of these words may harm more than itself."""
KEYS = {"what", "solved", "steps", "start"}
VERDICT = {"error", "step", "passes", "fails", "says", "next"}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs forked hosts")


@dataclass(frozen=True)
class Program:
    """One program and what must happen."""

    text: str
    steps: tuple[str, ...] = ()
    error: str = ""
    step: tuple[str, str] | None = None
    passes: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    file: str = MAIN
    start: float = 0.0

    @property
    def places(self) -> list[tuple[str, int]]:
        """Where the cause is."""
        lines = enumerate(self.text.splitlines(), 1)
        return [(self.file, number) for number, line in lines if line.endswith("# HERE")]


def program(path: Path, sandboxed: bool = False) -> Program:
    text = path.read_text("utf-8")
    told = _told(text, sandboxed)
    assert "what" in told, f"{path.name} does not say what it is"
    status = told["step"][0].split() if "step" in told else None
    return Program(
        text=corpus.above(LESSON, told.get("solved", [""])[0]) + text,
        steps=tuple(" ".join(told.get("steps", [])).split()),
        error=told.get("error", [""])[0],
        step=(status[0], status[1]) if status else None,
        passes=tuple(" ".join(told.get("passes", [])).split()),
        fails=LESSON.step_ids if "fails" in told else (),
        says=tuple(told.get("says", [])),
        next=tuple(told.get("next", [])),
        start=float(told.get("start", ["0"])[0]),
    )


def _told(text: str, sandboxed: bool) -> dict[str, list[str]]:
    """What the head says, with another verdict in the sandbox if it names one."""
    told = corpus.told(text)
    inside = {k.removeprefix("inside "): v for k, v in told.items() if k.startswith("inside ")}
    assert set(told) <= KEYS | VERDICT | {f"inside {key}" for key in inside}
    assert set(inside) <= VERDICT
    if sandboxed and inside:
        return {key: told[key] for key in KEYS & set(told)} | inside
    return told


PROGRAMS = {path.stem: path for path in sorted((ROOT / "tests" / "bad").glob("*.py"))}


# -- running one -----------------------------------------------------------------------


@pytest.fixture
def hosts(both: ForkLauncher) -> ForkLauncher:
    """A launcher of our own, since some programs end its zygote."""
    return both


@pytest.fixture(autouse=True)
def narrow_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a bomb goes off early, on any machine."""
    whole = Bench.job

    def job(bench: Bench) -> Job:
        return dataclasses.replace(whole(bench), limits=Limits(memory=1024**3, file_size=10**6))

    monkeypatch.setattr(Bench, "job", job)
    monkeypatch.setattr("checker.launcher.MAX_EVENTS", 400)


def lay(workspace: Path, text: str) -> Path:
    corpus.lay(workspace, LESSON, {"main.py": text})
    return workspace / FOLDER


def judged(
    workspace: Path, hosts: ForkLauncher, steps: tuple[str, ...] = (), start: float = 0.0
) -> tuple[Report, LessonResult]:
    patient = {"start": start, "lesson": TIMES.lesson + start} if start else {}
    times = dataclasses.replace(TIMES, **patient)
    began = time.monotonic()
    report = check(COURSE, workspace, [LESSON], steps=steps or None, hosts=hosts, times=times)
    assert time.monotonic() - began < times.lesson + times.check + SLACK
    assert report.faults == ()
    return report, report.lessons[0]


def check_program(workspace: Path, hosts: ForkLauncher, wanted: Program) -> None:
    """Judge what lies in the workspace, and compare with what is wanted."""
    _, result = judged(workspace, hosts, wanted.steps, wanted.start)
    assert_verdict(result, wanted)
    assert_nothing_left(hosts)
    if REACHES_OUT.search(wanted.text):
        assert_others_unharmed(workspace, hosts)


def assert_verdict(result: LessonResult, wanted: Program) -> None:
    statuses = {step.id: step.status for step in result.steps}
    told = None
    if wanted.error:
        assert result.error is not None, (statuses, [s.failure for s in result.steps])
        told = result.error
        assert (wanted.error, 0) == (told.kind, result.points), told
        assert "passed" not in statuses.values()
    else:
        assert result.error is None or wanted.fails
    for name in wanted.fails:
        assert statuses.get(name) != "passed"
        assert result.points == 0
    if wanted.step:
        name, status = wanted.step
        told = next(step.failure for step in result.steps if step.id == name)
        assert status == statuses[name], (statuses, told)
        assert told is not None
    for name in wanted.passes:
        assert statuses[name] == "passed", [s.failure for s in result.steps]
    if told is not None:
        assert_words(told, wanted)


def assert_words(told: object, wanted: Program) -> None:
    if isinstance(told, LessonError):
        message, next_step, file, line = told.message, told.next_step, told.file, told.line
    else:
        message = told.summary  # type: ignore[attr-defined]
        next_step, file, line = told.next_step, told.file, told.line  # type: ignore[attr-defined]
    for words in wanted.says:
        assert words in message, told
    for words in wanted.next:
        assert words in next_step, told
    assert next_step
    assert message.isprintable()
    if wanted.places:
        assert (file, line) in wanted.places, told


def assert_nothing_left(hosts: ForkLauncher) -> None:
    """No process of any host is alive: not a child, and none that broke away."""
    if isinstance(hosts, SandboxLauncher):
        assert _alive_in(hosts) <= {"1"}
        return
    zygote = hosts._process.pid if hosts._process else 0
    assert [_line(pid) for pid in _alive() if pid != zygote and _is_ours(pid, hosts, zygote)] == []


def _alive_in(hosts: SandboxLauncher) -> set[str]:
    """The process numbers in a sandbox; 1 is the zygote, and ends with it."""
    if hosts._watcher is None:
        return set()
    with contextlib.suppress(OSError):
        return {path.name for path in hosts._watcher._processes.glob("[0-9]*")}
    return set()


def _alive() -> list[int]:
    return [int(path.name) for path in Path("/proc").glob("[0-9]*")]


def _is_ours(pid: int, hosts: ForkLauncher, zygote: int) -> bool:
    try:
        carries = f"{COOKIE}={hosts._cookie}".encode() in Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return False
    return carries or _parent(pid) == zygote


def _parent(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return f"{pid} {Path(f'/proc/{pid}/stat').read_text()}"
    return str(pid)


def assert_others_unharmed(workspace: Path, hosts: ForkLauncher) -> None:
    """Right afterwards, with the same launcher, a solution passes."""
    other = workspace.with_name(f"{workspace.name}-other")
    lay(other, corpus.solved(LESSON)["main.py"])
    _, result = judged(other, hosts, ("1.3",))
    assert [(step.id, step.status) for step in result.steps] == [("1.3", "passed")]


@pytest.mark.parametrize("name", PROGRAMS)
def test_program(name: str, tmp_path: Path, hosts: ForkLauncher) -> None:
    """The program gets the verdict that its head names."""
    wanted = program(PROGRAMS[name], isinstance(hosts, SandboxLauncher))
    lay(tmp_path, wanted.text)

    check_program(tmp_path, hosts, wanted)


# -- what no text file can be -----------------------------------------------------------

SOLUTION = corpus.solved(LESSON)["main.py"]
STUB = LESSON.shipped["main.py"]
Make = Callable[[Path], object]


def missing(folder: Path) -> None:
    (folder / "main.py").unlink()


def called_otherwise(folder: Path) -> None:
    (folder / "main.py").rename(folder / "Main.py.txt")
    (folder / "Main.py.txt").rename(folder / "main.py.txt")


def no_folder(folder: Path) -> None:
    folder.rename(folder.with_name("lesson1"))


def a_folder(folder: Path) -> None:
    missing(folder)
    (folder / "main.py").mkdir()


def a_package(folder: Path) -> None:
    missing(folder)
    (folder / "main").mkdir()
    (folder / "main" / "__init__.py").write_text(SOLUTION)


def a_fifo(folder: Path) -> None:
    missing(folder)
    os.mkfifo(folder / "main.py")


def a_device(folder: Path) -> None:
    missing(folder)
    (folder / "main.py").symlink_to("/dev/zero")


def a_dangling_link(folder: Path) -> None:
    missing(folder)
    (folder / "main.py").symlink_to("nowhere.py")


def a_link_to_itself(folder: Path) -> None:
    missing(folder)
    (folder / "main.py").symlink_to("main.py")


def fifty_megabytes(folder: Path) -> None:
    (folder / "main.py").write_bytes(b"x = 1\n" * 9_000_000)


def latin_1(folder: Path) -> None:
    (folder / "main.py").write_bytes("# one\n# two\nname = 'caf\u00e9'\n".encode("latin-1"))


def utf_16(folder: Path) -> None:
    (folder / "main.py").write_bytes(SOLUTION.encode("utf-16"))


def with_nul(folder: Path) -> None:
    (folder / "main.py").write_bytes(b"# one\nname = 'a\0b'\n")


def zero_bytes(folder: Path) -> None:
    (folder / "main.py").write_bytes(b"")


UNREADABLE: list[tuple[Make, str, str, str, int | None]] = [
    (missing, "missing", f"There is no {MAIN}.", "course reset", None),
    (called_otherwise, "missing", f"There is no {MAIN}.", "rename main.py.txt to main.py", None),
    (no_folder, "missing", f"There is no folder {FOLDER}.", "course reset", None),
    (a_folder, "missing", f"{MAIN} is a folder", "rename the folder", None),
    (a_package, "missing", f"There is no {MAIN}.", "course reset", None),
    (a_fifo, "missing", f"{MAIN} is not a file that can be read.", "remove it", None),
    (a_device, "missing", f"{MAIN} is not a file that can be read.", "remove it", None),
    (a_dangling_link, "missing", f"{MAIN} is a link to a file that is not there.", "remove", None),
    (a_link_to_itself, "missing", f"{MAIN} is a link to a file that is not there.", "remove", None),
    (fifty_megabytes, "missing", f"{MAIN} has 54 MB", "keep data out", None),
    (latin_1, "syntax", f"{MAIN} is not saved as UTF-8", "the encoding UTF-8", 3),
    (utf_16, "syntax", f"{MAIN} is saved as UTF-16", "the encoding UTF-8", 1),
    (with_nul, "syntax", "There is a NUL character in this line", "the encoding UTF-8", 2),
    (zero_bytes, "missing", f"{MAIN} has no `app`.", "app = FastAPI()", None),
]


@pytest.mark.parametrize(("make", "kind", "says", "next_step", "line"), UNREADABLE)
def test_unreadable(
    make: Make,
    kind: str,
    says: str,
    next_step: str,
    line: int | None,
    tmp_path: Path,
    hosts: ForkLauncher,
) -> None:
    """A file that cannot be read as a program is named, with the way out."""
    make(lay(tmp_path, SOLUTION))

    _, result = judged(tmp_path, hosts)

    assert result.error is not None
    assert (kind, MAIN, line) == (result.error.kind, result.error.file, result.error.line)
    assert says in result.error.message
    assert next_step in result.error.next_step
    assert {"blocked"} == {step.status for step in result.steps}
    assert_nothing_left(hosts)


def with_bom(folder: Path) -> None:
    (folder / "main.py").write_bytes(b"\xef\xbb\xbf" + SOLUTION.encode())


def with_crlf(folder: Path) -> None:
    (folder / "main.py").write_bytes(SOLUTION.replace("\n", "\r\n").encode())


def with_old_mac_line_ends(folder: Path) -> None:
    (folder / "main.py").write_bytes(SOLUTION.replace("\n", "\r").encode())


def with_tabs(folder: Path) -> None:
    (folder / "main.py").write_text(SOLUTION.replace("    ", "\t"))


def in_latin_1_and_says_so(folder: Path) -> None:
    text = "# -*- coding: latin-1 -*-\n# caf\u00e9\n" + SOLUTION
    (folder / "main.py").write_bytes(text.encode("latin-1", "replace"))


def a_link(folder: Path) -> None:
    elsewhere = folder.parent.parent / "elsewhere.py"
    (folder / "main.py").rename(elsewhere)
    (folder / "main.py").symlink_to(elsewhere)


def modules_named_like_pythons(folder: Path) -> None:
    for name in ("json", "socket", "fastapi", "pydantic", "typing", "checker", "uvicorn"):
        (folder / f"{name}.py").write_text("raise SystemExit('the wrong module')")
        (folder.parent / f"{name}.py").write_text("raise SystemExit('the wrong module')")


def pipes_beside_it(folder: Path) -> None:
    os.mkfifo(folder / "helper.py")
    os.mkfifo(folder / "conftest.py")
    (folder / "services.py").unlink()
    os.mkfifo(folder / "services.py")


@pytest.mark.parametrize(
    "make",
    [
        with_bom,
        with_crlf,
        with_old_mac_line_ends,
        with_tabs,
        in_latin_1_and_says_so,
        a_link,
        modules_named_like_pythons,
        pipes_beside_it,
    ],
)
def test_odd_and_right(make: Make, tmp_path: Path, hosts: ForkLauncher) -> None:
    """What Python can read is judged by what it does."""
    make(lay(tmp_path, SOLUTION))

    _, result = judged(tmp_path, hosts)

    assert result.error is None
    assert [(step.id, step.failure) for step in result.steps if step.status != "passed"] == []


# -- files that would like to be part of the judging --------------------------------------

CHEAT = """
import pytest
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    outcome.get_result().outcome = "passed"
"""


def with_pytest_files(folder: Path) -> None:
    for place in (folder, folder.parent, folder.parent.parent):
        (place / "conftest.py").write_text(CHEAT)
        (place / "pytest.ini").write_text("[pytest]\naddopts = -p conftest --collect-only\n")
        (place / "pyproject.toml").write_text("[tool.pytest]\naddopts = ['--collect-only']\n")


def with_startup_files(folder: Path) -> None:
    for place in (folder, folder.parent, folder.parent.parent):
        (place / "sitecustomize.py").write_text("raise SystemExit(0)")
        (place / "usercustomize.py").write_text("raise SystemExit(0)")
        (place / "cheat.pth").write_text("import os; os._exit(0)")


def with_stale_bytecode(folder: Path) -> None:
    import importlib.util
    import py_compile

    source = folder / "main.py"
    source.write_text(SOLUTION)
    cache = Path(importlib.util.cache_from_source(str(source)))
    py_compile.compile(str(source), str(cache))
    py_compile.compile(str(source), str(folder / "main.pyc"))
    before = source.stat()
    source.write_text(STUB)
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    header = cache.read_bytes()[:12] + len(STUB.encode()).to_bytes(4, "little")
    cache.write_bytes(header + cache.read_bytes()[16:])


def with_own_services(folder: Path) -> None:
    text = (
        "async def count_downloads():\n    return 1\ndef run_benchmark(model_id):\n    return 1\n"
    )
    (folder / "services.py").write_text(text)


def with_own_init(folder: Path) -> None:
    (folder / "__init__.py").write_text("import os\nos._exit(0)\n")


def with_checks_of_its_own(folder: Path) -> None:
    (folder / "test_lesson1_core_concepts.py").write_text("def test_all(): pass\n")
    (folder / "lesson.toml").write_text("steps = []\n")


@pytest.mark.parametrize(
    "make",
    [
        with_pytest_files,
        with_startup_files,
        with_stale_bytecode,
        with_own_services,
        with_own_init,
        with_checks_of_its_own,
    ],
)
def test_planted_files(
    make: Make, tmp_path: Path, hosts: ForkLauncher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stub stays a stub, whatever lies beside it, also for who stands in the folder."""
    make(lay(tmp_path, STUB))
    monkeypatch.chdir(tmp_path / FOLDER)

    _, result = judged(tmp_path, hosts)

    assert result.error is None
    assert result.points == 0
    assert "passed" not in {step.status for step in result.steps}


def test_changed_given_file_is_named(tmp_path: Path, hosts: ForkLauncher) -> None:
    """A given module that differs is not used, and the learner is told."""
    with_own_services(lay(tmp_path, SOLUTION))

    _, result = judged(tmp_path, hosts)

    assert result.passed
    assert len(result.notices) == 1
    assert f"{FOLDER}/services.py differs from the one you were given." in result.notices[0]


# -- limits that no single program shows --------------------------------------------------


def test_lesson_has_a_limit(tmp_path: Path, hosts: ForkLauncher) -> None:
    """Answers that all come in time are given up when the whole lesson takes too long."""
    slow = """
import asyncio

@app.middleware("http")
async def slow(request, call_next):
    await asyncio.sleep(0.1)
    return await call_next(request)
"""
    lay(tmp_path, SOLUTION + slow)
    times = dataclasses.replace(TIMES, lesson=0.4)

    began = time.monotonic()
    report = check(COURSE, tmp_path, [LESSON], hosts=hosts, times=times)

    assert time.monotonic() - began < 2 + SLACK
    assert report.faults == ()
    statuses = {step.status for step in report.lessons[0].steps}
    assert "timeout" in statuses
    assert "passed" not in [step.status for step in report.lessons[0].steps[1:]]


def test_next_lesson_survives(tmp_path: Path, hosts: ForkLauncher) -> None:
    """A host that is running goes on when another one ends the zygote they came from."""
    lay(tmp_path / "good", SOLUTION)
    lay(tmp_path / "bad", SOLUTION + "\nimport os\nos.kill(os.getppid(), 9)\n")
    runs = hosts.runs or tmp_path
    good, bad = (
        Bench(LESSON, folder / FOLDER, folder, hosts, Path(tempfile.mkdtemp(dir=runs)))
        for folder in (tmp_path / "good", tmp_path / "bad")
    )
    try:
        first = good.host()
        bad.host()
        bad.end()
        assert first.ask("ping") is None
        assert_others_unharmed(tmp_path, hosts)
        assert first.ask("ping") is None
    finally:
        bad.end()
        good.end()
    assert_nothing_left(hosts)


def test_matching_routes_takes_no_time() -> None:
    """Routes that a host lists may be made to keep a regular expression busy for years."""
    many = "".join(f"{{p{n}:path}}" for n in range(40)) + "x"
    few = "-".join(f"{{p{n}}}" for n in range(40)) + "x"
    routes = [{"method": "GET", "path": path} for path in ("/" + many, "/" + few) * 1000]
    began = time.monotonic()

    assert methods(routes, "/" + "-a" * 500) == []
    assert time.monotonic() - began < 1


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() != 0, reason="root can become another")
def test_processes_are_limited(tmp_path: Path) -> None:
    """An ordinary user's host cannot start processes without a bound."""
    code = f"""
import os, resource, sys, time
sys.path.insert(0, {str(ROOT)!r})
from checker.host.child import limit
from checker.host.job import Limits
os.setuid(64_321)
limit(Limits(processes=20))
there = int(open("/proc/loadavg").read().split()[3].partition("/")[2])
started, refused = [], False
try:
    for _ in range(there + 200):
        pid = os.fork()
        if pid == 0:
            time.sleep(20)
            os._exit(0)
        started.append(pid)
except BlockingIOError:
    refused = True
for pid in started:
    os.kill(pid, 9)
    os.waitpid(pid, 0)
print("refused" if refused else "had them all")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, timeout=30, check=False
    )

    assert done.stdout == "refused\n"
