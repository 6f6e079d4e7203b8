"""The learner's folder: where it is, what stands in it, and changes that can be undone."""

from __future__ import annotations

import contextlib
import difflib
import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from checker import __version__, regular, storage
from checker.curriculum import Course, Lesson, course_root
from checker.errors import CourseFault, UsageError
from checker.expect.places import MAX_FILE
from checker.history import History, State
from checker.origin import Origin
from checker.regions import MarkedFile

VARIABLE = "COURSE_WORKSPACE"
STATE = ".course"
_MAKE_ONE = "Go to your course folder, or make one with: course init my-course"
_KEPT = ("*.py", "README.md", "README.new.md", ".env")
_MAX_KEPT = 100


def find(given: Path | None = None) -> Path:
    """The workspace: ``given``, or ``$COURSE_WORKSPACE``, or the nearest folder upwards.

    Raises:
        UsageError: there is none.
    """
    named = given or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if named is not None:
        if (named / "lessons").is_dir():
            return named.resolve()
        raise UsageError(f"{named} is not a workspace: it has no lessons folder.", _MAKE_ONE)
    try:
        here = Path.cwd()
    except FileNotFoundError:
        raise UsageError("The folder you are in does not exist any more.", _MAKE_ONE) from None
    for folder in (here, *here.parents):
        if (folder / "lessons").is_dir() and STATE not in folder.parts:
            return folder.resolve()
    raise UsageError(f"There is no workspace in {here} or above it.", _MAKE_ONE)


@dataclass(frozen=True)
class Workspace:
    """One learner's folder. Every method that changes files keeps the old ones first."""

    root: Path
    course: Course

    @property
    def state(self) -> Path:
        """Where progress and history are kept."""
        return self.root / STATE

    @cached_property
    def history(self) -> History:
        return History(self.state / "history")

    @property
    def origin(self) -> Origin:
        """The version and the texts that this workspace came from."""
        return Origin(self.state)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Only this command writes to the workspace meanwhile.

        The first time, what a killed command has left half-written is removed.
        """
        with storage.locked(self.state):
            _ = self._swept
            yield

    @cached_property
    def _swept(self) -> bool:
        storage.sweep(self.root, ("lessons", STATE, ".vscode"))
        return True

    def folder(self, lesson: Lesson) -> Path:
        return self.root / "lessons" / lesson.id

    def file(self, lesson: Lesson, name: str) -> Path:
        return self.folder(lesson) / name

    def require(self, lesson: Lesson, name: str) -> Path:
        """A learner's file that must be there. Raises UsageError if it is not."""
        path = self.file(lesson, name)
        if not path.is_file():
            raise UsageError(
                f"There is no file lessons/{lesson.id}/{name}.",
                f"Bring it back with: course undo {lesson.number}, or course reset {lesson.number}",
            )
        return path

    def text(self, lesson: Lesson, name: str) -> str:
        """A learner's file, "" when it is not there; what is no UTF-8 is replaced."""
        path = self.file(lesson, name)
        try:
            return regular.own(path).decode("utf-8", "replace").replace("\r\n", "\n")
        except OSError:
            return ""

    def region(self, lesson: Lesson, name: str, step: str) -> list[tuple[str, ...]] | None:
        """The lines the learner has in a step's regions, or None without its markers."""
        try:
            marked = MarkedFile(self.text(lesson, name))
        except CourseFault:
            return None
        regions = marked.of(step)
        if len(regions) != len(lesson.marked(name).of(step)):
            return None
        return [region.lines for region in regions]

    def plain(self, lesson: Lesson, name: str, step: str = "") -> str:
        """A learner's file, or their part of one step, without markers where it has any."""
        text = self.text(lesson, name)
        if not step:
            with contextlib.suppress(CourseFault):
                return MarkedFile(text).clean()
            return text
        regions = self.region(lesson, name, step)
        bodies = ["\n".join(lines).strip("\n") for lines in regions] if regions else [text]
        return "\n\n\n".join(body for body in bodies if body)

    def is_todo(self, lesson: Lesson, step: str) -> bool:
        """Whether the step's regions are still the stub's."""
        return all(
            self.region(lesson, name, step) == [region.stub for region in source.of(step)]
            for name, source in lesson.sources(step)
        )

    def line(self, lesson: Lesson, step: str) -> tuple[str, int]:
        """Where the step's TODO stands: a path below the workspace, and a line."""
        name = lesson.sources(step)[0][0]
        signs = (f"# TODO {step}:", f"# region {step}")
        lines = self.text(lesson, name).splitlines()
        found = [n for sign in signs for n, line in enumerate(lines, 1) if sign in line]
        return f"lessons/{lesson.id}/{name}", (found or [1])[0]

    # -- keeping and changing -------------------------------------------------------------

    def own_files(self, lesson: Lesson) -> dict[str, bytes]:
        """What is kept of a lesson: its Python files, its reading, and a .env.

        Raises:
            UsageError: one of them cannot be read.
        """
        folder = self.folder(lesson)
        found = [path for sign in _KEPT for path in folder.rglob(sign)]
        kept = {}
        for path in sorted(found)[:_MAX_KEPT]:
            if path.is_file() and not path.is_symlink() and path.stat().st_size <= MAX_FILE:
                kept[path.relative_to(folder).as_posix()] = storage.read(path)
        return kept

    def keep(self, lesson: Lesson, why: str) -> State:
        """A snapshot of the lesson's files, if they have changed since the last."""
        base = self.origin.texts(lesson.id)
        return self.history.keep(lesson.id, self.own_files(lesson), why, base)

    def change(
        self,
        lesson: Lesson,
        files: Mapping[str, str | bytes],
        why: str,
        base: Mapping[str, str] | None = None,
    ) -> None:
        """Write files of a lesson, after a snapshot of the ones that are there.

        Args:
            base: the texts that they come from afterwards, if those change too.
        """
        self.keep(lesson, f"before {why}")
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            storage.write(self.file(lesson, name), data)
        if base is not None:
            self.origin.set_texts(lesson.id, base)
        self.keep(lesson, why)

    def reset(self, lesson: Lesson, step: str = "") -> None:
        """Put a lesson, or one step of it, back to what it was when it was new.

        Raises:
            UsageError: the step cannot be found in the file.
        """
        if not step:
            self.change(lesson, lesson.shipped, f"reset of lesson {lesson.number}")
            return
        stubs = {
            name: {step: [region.stub for region in source.of(step)]}
            for name, source in lesson.sources(step)
        }
        files = {}
        for name, bodies in stubs.items():
            if self.region(lesson, name, step) is None:
                raise UsageError(
                    f"lessons/{lesson.id}/{name} has no '# region {step}' and '# endregion' "
                    "around this step any more, so it cannot be reset alone.",
                    f"Reset the whole lesson with: course reset {lesson.number}",
                )
            files[name] = MarkedFile(self.text(lesson, name), name).with_regions(bodies)
        self.change(lesson, files, f"reset of step {step}")

    def step_back(self, lesson: Lesson) -> tuple[State, State] | None:
        """Undo: the state that was left and the one that was brought back, or None."""
        here = self.keep(lesson, "before undo")
        there = self.history.before(here)
        return self._bring(lesson, here, there) if there else None

    def step_forward(self, lesson: Lesson) -> tuple[State, State] | None:
        """Redo: as :meth:`step_back`, the other way."""
        here = self.keep(lesson, "before redo")
        there = self.history.after(here)
        return self._bring(lesson, here, there) if there else None

    def restore(self, lesson: Lesson, there: State) -> None:
        """Bring back any state of a lesson; what is there now is kept first.

        It is a change of its own: an undo leads to what was there before it.
        """
        here = self.keep(lesson, f"before restore of {there.number}")
        self._write(lesson, here, there)
        self.keep(lesson, f"restore of {there.number}")
        self.history.note(lesson.id, there.passed)

    def has_own(self, lesson: Lesson, name: str) -> bool:
        """Whether a file was kept that is another one than what the lesson began with."""
        return self.history.has_other(lesson.id, name, lesson.shipped.get(name, "").encode())

    def changed_since(self, lesson: Lesson) -> bool:
        """Whether the files are others than those of the state at hand."""
        here = self.history.here(lesson.id)
        return here is None or not self.history.holds(here, self.own_files(lesson))

    def changed_lines(self, state: State) -> tuple[int, int]:
        """Lines added and removed since the lesson's state before this one.

        A file that was kept and is gone counts as an empty one.
        """
        old, new = self._content(self.history.before(state)), self._content(state)
        added = removed = 0
        for name in {*old, *new}:
            was, now = (
                files.get(name, b"").decode("utf-8", "replace").splitlines() for files in (old, new)
            )
            for line in list(difflib.unified_diff(was, now, n=0))[2:]:
                added += line.startswith("+")
                removed += line.startswith("-")
        return added, removed

    def _content(self, state: State | None) -> dict[str, bytes]:
        with contextlib.suppress(UsageError):
            return self.history.content(state) if state else {}
        return {}

    def _bring(self, lesson: Lesson, here: State, there: State) -> tuple[State, State]:
        self._write(lesson, here, there)
        self.history.go(there)
        return here, there

    def _write(self, lesson: Lesson, here: State, there: State) -> None:
        for name, data in self.history.content(there).items():
            storage.write(self.file(lesson, name), data)
        for name in set(here.files) - set(there.files):
            storage.remove(self.file(lesson, name))
        base = self.history.base(there)
        if base is not None:
            self.origin.set_texts(lesson.id, base)


def init(folder: Path, course: Course) -> list[str]:
    """Make a workspace: all lessons as stubs, readings, editor settings.

    What it was made from is written last: see :mod:`checker.update`. A folder that was
    not finished is finished; what is there already stays.

    Raises:
        UsageError: there is one already, or the folder cannot be written to.
    """
    unfinished = folder / STATE / "unfinished"
    if (folder / "lessons").exists() and not unfinished.exists():
        raise UsageError(
            f"{folder} is a workspace already.",
            f"Go on there with: cd {shlex.quote(str(folder))} && course next",
        )
    texts = shipped(course)
    with storage.locked(folder / STATE):
        storage.write(unfinished, b"")
        for name, text in texts.items():
            if not (folder / name).exists():
                storage.write(folder / name, text.encode())
        Origin(folder / STATE).record(texts, __version__)
        unfinished.unlink()
    return [lesson.id for lesson in course.lessons]


def shipped(course: Course) -> dict[str, str]:
    """Every text of a new workspace, by its path below it."""
    return surroundings() | {
        f"lessons/{lesson.id}/{name}": text
        for lesson in course.lessons
        for name, text in lesson.texts.items()
    }


_IGNORED = (
    ".course/",
    ".venv/",
    "__pycache__/",
    ".env",
    "uploads/",
    "exports/",
    "model.json",
    "*.db",
)
"""What git leaves out: secrets, and what the lessons' apps write."""


def surroundings() -> dict[str, str]:
    """The texts that belong to no lesson: what git ignores, and editor settings."""
    root = course_root()
    packed = root / "editor"
    source = packed if packed.is_dir() else root / ".vscode"
    found = {".gitignore": "".join(f"{name}\n" for name in _IGNORED)}
    for path in sorted(source.glob("*.json")):
        found[f".vscode/{path.name}"] = path.read_text("utf-8")
    return found
