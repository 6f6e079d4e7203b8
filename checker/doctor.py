"""Looks for what could keep the course from working, and says how to mend it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from platform import machine

from packaging.requirements import Requirement

from checker import sandbox, syscalls
from checker.corpus import lay, solved
from checker.errors import CourseError
from checker.launcher import launcher
from checker.preload import PRELOAD
from checker.runner import check, notices
from checker.serving import require_free
from checker.study import Study

PACKAGE = "fastapi-production-mastery"
PORT = 8000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``remedy`` is "" when it is well."""

    what: str
    seen: str
    remedy: str = ""

    @property
    def ok(self) -> bool:
        return not self.remedy


def examine(study: Callable[[], Study]) -> Iterator[Finding]:
    """Every finding, the quick ones first.

    Args:
        study: opens the workspace; what it raises is a finding too.
    """
    yield _python()
    yield from _packages()
    yield _terminal()
    yield _port()
    yield _watching()
    yield _sandbox()
    try:
        found = study()
    except CourseError as error:
        yield Finding("workspace", error.message, error.remedy)
        return
    yield from _workspace(found)
    yield _host(found)


def _python() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    remedy = "" if sys.version_info >= (3, 11) else "install Python 3.11 or newer"
    return Finding("Python", seen, remedy)


def _packages() -> Iterator[Finding]:
    try:
        wanted = [Requirement(text) for text in requires(PACKAGE) or ()]
    except PackageNotFoundError:
        yield Finding("packages", "the course is not installed", "run: pip install -e .")
        return
    wrong = []
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            have = version(requirement.name)
        except PackageNotFoundError:
            wrong.append((requirement.name, "missing", str(requirement)))
            continue
        if not requirement.specifier.contains(have, prereleases=True):
            wrong.append((requirement.name, have, str(requirement)))
    for name, have, text in wrong:
        yield Finding(name, have, f'run: pip install "{text}"')
    if not wrong:
        yield Finding("packages", f"all as they should be (FastAPI {version('fastapi')})")


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    if not sys.stdout.isatty():
        return Finding("terminal", "none: output is plain lines")
    encoding = (sys.stdout.encoding or "").lower()
    if "utf" not in encoding:
        remedy = "set PYTHONUTF8=1 so that every character can be shown"
        return Finding("terminal", f"{size.columns} columns, {encoding or 'no encoding'}", remedy)
    return Finding("terminal", f"{size.columns} columns, {encoding}")


def _port() -> Finding:
    try:
        require_free(PORT)
    except CourseError as error:
        return Finding(f"port {PORT}", "in use by another program", error.remedy)
    return Finding(f"port {PORT}", "free for course run")


def _watching() -> Finding:
    try:
        have = version("watchfiles")
    except PackageNotFoundError:
        remedy = "run: pip install watchfiles (course run uses it to notice a save)"
        return Finding("file watching", "watchfiles is missing", remedy)
    return Finding("file watching", f"watchfiles {have}")


def _sandbox() -> Finding:
    """Only instructors need one, so it is no fault when there is none."""
    why = sandbox.missing()
    if why:
        return Finding("sandbox", f"none ({why}); only course grade needs one")
    if not syscalls.program():
        return Finding("sandbox", f"works, without a filter on system calls on {machine()}")
    return Finding("sandbox", "works")


def _workspace(study: Study) -> Iterator[Finding]:
    root = study.workspace.root
    yield Finding("workspace", str(root))
    yield _writable(root)
    if study.notice:
        yield Finding("progress", study.notice, "run: course check --all")
    for lesson in study.course.lessons:
        folder = study.workspace.folder(lesson)
        missing = [name for name in lesson.files if not (folder / name).is_file()]
        for name in missing:
            remedy = f"bring it back with: course undo {lesson.number}, or course reset"
            yield Finding(f"lesson {lesson.number}", f"{name} is missing", remedy)
        for notice in notices(lesson, root):
            remedy = f"course reset {lesson.number} brings the given files back"
            yield Finding(f"lesson {lesson.number}", notice, remedy)


def _writable(root: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(b"x" * 2**16)
            file.flush()
            return Finding("writing", "the workspace can be written to")
    except OSError as error:
        remedy = "check the folder's permissions and the free space"
        return Finding("writing", f"not possible: {(error.strerror or '').lower()}", remedy)


def _host(study: Study) -> Finding:
    """Check our own solution of lesson 1: the whole machine, from end to end."""
    lesson = study.course.lessons[0]
    with tempfile.TemporaryDirectory() as name, launcher(PRELOAD) as hosts:
        lay(Path(name), lesson, solved(lesson))
        try:
            report = check(study.course, Path(name), [lesson], hosts=hosts)
        except CourseError as error:
            return Finding("checking", error.message, error.remedy or "please report this")
    if not report.passed:
        remedy = "our own solution does not pass here: please report this with your versions"
        return Finding("checking", "our solution of lesson 1 fails", remedy)
    kind = type(hosts).__name__.removesuffix("Launcher").lower()
    return Finding("checking", f"works ({kind}, {report.duration_s:.2f} s)")
