"""The course as data: lessons and their steps, read from each lesson's ``lesson.toml``."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ValidationError,
    field_validator,
    model_validator,
)

from checker.errors import CourseFault, UsageError
from checker.regions import MarkedFile

Text = Annotated[str, Field(min_length=1)]
Skill = Literal[
    "path operations",
    "schemas",
    "Depends",
    "HTTPException",
    "response_model",
    "OAuth2 + JWT",
    "routers",
    "async def",
]
SKILLS: tuple[str, ...] = get_args(Skill)
"""The fifth of FastAPI that is used four fifths of the time."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))


class Mistake(_Data):
    """A wrong answer that people write, and the hint for it.

    ``name`` is that of the answer under ``tests/answers``; ``says`` the signature, a part
    of the failure's summary; ``hint`` has 40 to 120 words.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    says: Text
    hint: Text

    @field_validator("hint")
    @classmethod
    def _has_a_length_that_is_read(cls, hint: str) -> str:
        words = len(hint.split())
        if not 40 <= words <= 120:
            raise ValueError(f"a hint for a mistake has 40 to 120 words, this one {words}")
        return hint


class Step(_Data):
    """One TODO: one idea, 5 to 15 minutes.

    ``points`` is what it is worth; ``builds_on`` names the steps without which it
    cannot be checked; ``hints`` are three rungs, the gentlest first; ``skills`` are
    those of the eight core skills that passing the step proves; ``mistakes`` have a hint
    of their own, the more exact signature first.
    """

    id: Annotated[str, Field(pattern=r"^[1-9]\d*\.[1-9]\d*$")]
    title: Text
    points: Annotated[int, Field(ge=1)]
    docs: HttpUrl
    hints: Annotated[tuple[Text, ...], Field(min_length=3, max_length=3)]
    builds_on: tuple[str, ...] = ()
    skills: tuple[Skill, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @field_validator("mistakes")
    @classmethod
    def _each_can_be_met(cls, mistakes: tuple[Mistake, ...]) -> tuple[Mistake, ...]:
        for number, mistake in enumerate(mistakes):
            for earlier in mistakes[:number]:
                if earlier.name == mistake.name or earlier.says in mistake.says:
                    raise ValueError(f"mistake {mistake.name} is hidden by {earlier.name}")
        return mistakes

    def mistake(self, summary: str) -> Mistake | None:
        """The first whose signature is in a failure's summary."""
        return next((found for found in self.mistakes if found.says in summary), None)


class Given(_Data):
    """The modules a lesson is given, and how a check gets hold of them.

    ``modules`` are loaded from the course, never from the learner's copy.
    ``services`` (``module.function``) can be gated and are recorded when called.
    ``values`` (``module.NAME``) are set before the learner's code is imported, so that
    a pretended wait takes no time in a check.
    ``environment`` is added to the app's environment, for a lesson that reads settings.
    """

    modules: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    values: dict[str, str | int | float | bool] = Field(default_factory=dict)
    environment: dict[str, str] = Field(default_factory=dict)


class _LessonFile(_Data):
    title: Text
    section: Text
    files: Annotated[tuple[str, ...], Field(min_length=1)] = ("main.py",)
    given: Given = Given()
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_are_distinct_and_known(self) -> _LessonFile:
        ids = [step.id for step in self.steps]
        for step in self.steps:
            if ids.count(step.id) > 1:
                raise ValueError(f"step {step.id} stands twice")
            for other in step.builds_on:
                if other not in ids[: ids.index(step.id)]:
                    raise ValueError(f"step {step.id} builds on {other}: no step before it")
        return self


class Lesson(_LessonFile):
    """One lesson: its identity is its folder's name."""

    id: str
    folder: Path
    solution: Path

    @property
    def number(self) -> int:
        return int(re.findall(r"\d+", self.id)[0])

    @property
    def reading(self) -> str:
        return (self.folder / "README.md").read_text("utf-8")

    @property
    def max_points(self) -> int:
        return sum(step.points for step in self.steps)

    @property
    def step_ids(self) -> tuple[str, ...]:
        return tuple(step.id for step in self.steps)

    def step(self, step_id: str) -> Step:
        return next(step for step in self.steps if step.id == step_id)

    def marked(self, name: str) -> MarkedFile:
        """One of the files that the learner edits, as its marked source."""
        path = self.solution / name
        return MarkedFile(path.read_text("utf-8"), str(path))

    def sources(self, step_id: str) -> list[tuple[str, MarkedFile]]:
        """The files that have a region of this step."""
        marked = ((name, self.marked(name)) for name in self.files)
        return [(name, source) for name, source in marked if source.of(step_id)]

    @cached_property
    def given_files(self) -> tuple[str, ...]:
        """Paths below the lesson's folder that the learner is given, with ``/``.

        Besides the given modules, the ``__init__.py`` of every folder that has a module.
        """
        modules = [f"{name.replace('.', '/')}.py" for name in self.given.modules]
        paths = [PurePosixPath(name) for name in (*modules, *self.files)]
        folders = dict.fromkeys(folder for path in paths for folder in path.parents[::-1])
        return (*(str(folder / "__init__.py") for folder in folders), *modules)

    @cached_property
    def shipped(self) -> dict[str, str]:
        """Every Python file the learner starts from, by its path below the folder."""
        given = {n: (self.solution / n).read_text("utf-8") for n in self.given_files}
        return given | {name: self.marked(name).stub() for name in self.files}

    @cached_property
    def free(self) -> dict[str, list[str]]:
        """By step: ids of the checks that the stub passes already. They earn nothing."""
        path = self.solution / "free.json"
        found: dict[str, list[str]] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        return found

    @property
    def texts(self) -> dict[str, str]:
        """Everything a new workspace has of this lesson: its files and its reading."""
        return self.shipped | {"README.md": self.reading}


class Course:
    """All lessons, in order.

    Args:
        root: the folder with ``lessons/`` and ``solutions/``.

    Raises:
        CourseFault: a lesson's metadata is missing or wrong; file and key are named.
    """

    def __init__(self, root: Path) -> None:
        self.root = root = root.resolve()
        folders = sorted((root / "lessons").glob("lesson[0-9]*_*"), key=_number)
        self.lessons = tuple(_read(root, folder) for folder in folders if folder.is_dir())
        if not self.lessons:
            raise CourseFault(f"{root / 'lessons'} has no lessons")

    def lesson(self, name: str) -> Lesson:
        """The lesson with this id or number (``1``, ``lesson1``, the folder's name)."""
        wanted = name.strip().rstrip("/").removeprefix("lessons/").lower()
        for lesson in self.lessons:
            if wanted in {lesson.id, str(lesson.number), f"lesson{lesson.number}"}:
                return lesson
        known = ", ".join(str(lesson.number) for lesson in self.lessons)
        raise UsageError(
            f"There is no lesson called {name!r}.",
            f"Lessons are {known}. See them all with: course list",
        )

    def find(self, name: str) -> tuple[Lesson, Step | None]:
        """The lesson, and the step if ``name`` is a step's id such as ``1.2``."""
        if not re.fullmatch(r"\d+\.\d+", name.strip()):
            return self.lesson(name), None
        for lesson in self.lessons:
            for step in lesson.steps:
                if step.id == name.strip():
                    return lesson, step
        raise UsageError(f"There is no step {name!r}.", "See every step with: course list")

    def after(self, lesson: Lesson) -> Lesson | None:
        """The lesson that follows, or None at the end."""
        rest = self.lessons[self.lessons.index(lesson) + 1 :]
        return rest[0] if rest else None


@lru_cache(maxsize=1)
def bundled() -> Course:
    """The course that came with this installation."""
    return Course(course_root())


def course_root() -> Path:
    """The folder with ``lessons/`` and ``solutions/``: in a wheel, or in a checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "_course"
    return packed if packed.is_dir() else package.parent


def _number(folder: Path) -> int:
    return int(re.findall(r"\d+", folder.name)[0])


def _read(root: Path, folder: Path) -> Lesson:
    path = folder / "lesson.toml"
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        extra = {"id": folder.name, "folder": folder, "solution": root / "solutions" / folder.name}
        return Lesson.model_validate(data | extra)
    except OSError as error:
        raise CourseFault(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseFault(f"{path}: not valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "steps"
        raise CourseFault(f"{path}: {key}: {first['msg']}") from None
