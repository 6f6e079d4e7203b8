"""Ready folders for services that grade: GitHub Classroom, Gradescope, Docker.

The course is on no package registry, so a folder carries it: as a zip of its sources, which
pip installs. Or it is told where pip gets it from.
"""

from __future__ import annotations

import io
import re
import shlex
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from checker.curriculum import Course, Lesson, bundled
from checker.errors import UsageError
from checker.pages.classroom import lessons_named

Kind = Literal["github", "gradescope", "docker"]
TEMPLATES = Path(__file__).resolve().parent / "templates" / "autograder"
ARCHIVE = "course.zip"
_NAME = "fastapi-production-mastery"
_TOP = ("pyproject.toml", "README.md", "LICENSE", "constraints.txt", "course.py")
_FILES = (".whl", ".zip", ".tar.gz")
_REQUIREMENT = re.compile(r"[\w.@:/+~=\[\]#&?%,<>! -]+")


@dataclass(frozen=True)
class Entry:
    """A file of such a folder. ``path`` is below it."""

    path: str
    data: bytes
    program: bool = False


@dataclass(frozen=True)
class Supply:
    """How the course gets onto the machine that grades.

    Args:
        install: pip's arguments, quoted for a shell.
        entries: files that lie beside.
        packages: what the system needs for it, as Debian calls it.
    """

    install: str
    entries: tuple[Entry, ...]
    packages: tuple[str, ...] = ()


def supply(course: Course, source: str | None = None) -> Supply:
    """The course's sources as they are here, or what an instructor gives.

    Args:
        source: a wheel or an archive, or whatever pip takes as a requirement, such as
            ``git+https://…``.

    Raises:
        UsageError: there are no sources here, or the source is neither.
    """
    if source is None:
        return _from_here(course)
    if source.lower().endswith(_FILES) and "://" not in source:
        return _from_file(Path(source))
    if not _REQUIREMENT.fullmatch(source) or source.startswith("-"):
        raise UsageError(
            f"{source!r} is no file and nothing that pip could install.",
            "Give a wheel, a zip or tar.gz file, or a requirement such as git+https://…",
        )
    remote = source.startswith(("git+", "http:", "https:"))
    wanted = f"{_NAME}[grade] @ {source}" if remote else source
    return Supply(shlex.quote(wanted), (), ("git",) if source.startswith("git+") else ())


def _from_here(course: Course) -> Supply:
    if not (course.root / "pyproject.toml").is_file():
        raise UsageError(
            "This course was installed without its sources, so they cannot be handed on.",
            "Say where it comes from: --source FILE.whl, or --source git+https://…",
        )
    constraints = Entry("constraints.txt", (course.root / "constraints.txt").read_bytes())
    archive = Entry(ARCHIVE, _zipped(list(_sources(course))))
    return Supply(f"-c constraints.txt './{ARCHIVE}[grade]'", (archive, constraints))


def _from_file(path: Path) -> Supply:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.", "Give its path.") from None
    return Supply(shlex.quote(f"./{path.name}[grade]"), (Entry(path.name, data),))


def _sources(course: Course) -> Iterator[Entry]:
    """What a wheel is built from. Of the lessons only what is shipped: no learner's work."""
    root = course.root
    for path in [root / name for name in _TOP]:
        yield Entry(path.name, path.read_bytes())
    for name in ("checker", "solutions", ".vscode"):
        for path in sorted((root / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and "__pycache__" not in path.parts:
                yield Entry(path.relative_to(root).as_posix(), path.read_bytes())
    for lesson in course.lessons:
        yield Entry(
            f"lessons/{lesson.id}/lesson.toml", (lesson.folder / "lesson.toml").read_bytes()
        )
        for name, text in lesson.texts.items():
            yield Entry(f"lessons/{lesson.id}/{name}", text.encode())


def _zipped(entries: list[Entry], top: str = "course/") -> bytes:
    """The same bytes for the same entries, at any time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            info = zipfile.ZipInfo(top + entry.path)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if entry.program else 0o100644) << 16
            info.create_system = 3
            archive.writestr(info, entry.data)
    return out.getvalue()


def folder(kind: Kind, supplied: Supply, lessons: Sequence[Lesson] = ()) -> list[Entry]:
    """The files of one kind of folder. ``lessons``: what is judged, all for none.

    One of them is a ``README.md`` that says what to do with the others.
    """
    about = _filled(f"{kind}.md", supplied, lessons)
    if kind == "github":
        carried = [Entry(f".github/course/{one.path}", one.data) for one in supplied.entries]
        workflow = _filled("classroom.yml", supplied, lessons)
        # Not higher up: GitHub would show it to learners in the place of their own README.
        told = Entry(".github/course/README.md", about)
        return [told, Entry(".github/workflows/classroom.yml", workflow), *carried]
    told = Entry("README.md", about)
    if kind == "docker":
        files = [("Dockerfile", "Dockerfile"), (".dockerignore", "dockerignore")]
        made = (Entry(to, _filled(of, supplied, lessons)) for to, of in files)
        return [told, *made, *supplied.entries]
    scripts = [
        Entry(n, _filled(n, supplied, lessons), program=True)
        for n in ("setup.sh", "run_autograder")
    ]
    inside = [*scripts, *supplied.entries]
    return [told, *inside, Entry("autograder.zip", _zipped(inside, top=""))]


def _filled(template: str, supplied: Supply, lessons: Sequence[Lesson]) -> bytes:
    marks = {
        "@INSTALL@": supplied.install,
        "@PACKAGES@": "".join(f" {name}" for name in supplied.packages),
        "@FILES@": "\n".join(f"!{entry.path}" for entry in supplied.entries),
        "@LESSONS@": "".join(f" --lesson {lesson.number}" for lesson in lessons),
        "@WHAT@": _named(lessons),
        "@POINTS@": str(sum(one.max_points for one in lessons or bundled().lessons)),
    }
    text = (TEMPLATES / template).read_text("utf-8")
    for mark, value in marks.items():
        text = text.replace(mark, value)
    return text.encode()


def _named(lessons: Sequence[Lesson]) -> str:
    """Lessons in words; none are all."""
    return lessons_named(lesson.number for lesson in lessons) if lessons else "all lessons"


def write(entries: list[Entry], target: Path) -> list[Path]:
    """Write them below a folder. What is there and differs is not touched.

    Raises:
        UsageError: another file is in the way, or the folder cannot be written to.
    """
    paths = [target / entry.path for entry in entries]
    for path, entry in zip(paths, entries, strict=True):
        if path.exists() and (not path.is_file() or path.read_bytes() != entry.data):
            raise UsageError(f"{path} is there already.", "Move it away, or give another folder.")
    try:
        for path, entry in zip(paths, entries, strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(entry.data)
            if entry.program:
                path.chmod(0o755)
    except OSError as error:
        raise UsageError(f"{target}: {error.strerror}.", "Give another folder.") from None
    return paths
