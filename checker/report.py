"""The verdict as data, and its JSON form.

Times are seconds. Statuses are one word each: ``passed``, ``failed`` (a wrong answer),
``timeout``, ``blocked`` (not checked yet: something before it failed), ``error`` (the
lesson could not be started, or, for a check, our own fault).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from checker import plain

SCHEMA_VERSION = 1
MAX_REQUEST = 2_000
"""Characters of a request: it has to be pasted whole."""
HELD_BACK = "shown after your first change to the file"

CheckStatus = Literal["passed", "failed", "blocked", "error", "timeout"]
StepStatus = CheckStatus
LessonStatus = Literal["passed", "failed", "error"]
ErrorKind = Literal["syntax", "import", "crash", "timeout", "missing"]


def _make_plain(told: Any) -> None:
    """Leave nothing in a verdict's words that could harm whoever shows them."""
    for name, value in vars(told).items():
        if value and isinstance(value, str):
            most = MAX_REQUEST if name == "request" else plain.MOST
            clean = plain.lines(value) if name == "output" else plain.line(value, most)
            object.__setattr__(told, name, clean)


@dataclass(frozen=True)
class Sent:
    """A request as it went out: enough to send it again.

    ``target`` is path and query; ``body`` is None when it was too large to keep; ``curl``
    is the same request for a shell.
    """

    method: str
    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    curl: str
    # A body may be any bytes, also where a report travels between processes as JSON.
    __pydantic_config__: ClassVar = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}


@dataclass(frozen=True)
class Failure:
    """Why a check did not pass, in the learner's words.

    ``file`` is relative to the workspace. ``output`` is what their code printed
    meanwhile; it is shown, but is no part of the JSON. Neither are ``requests``, what the
    check had sent until then, and ``beside``, what it had done to the app besides, such as
    ``called store.add``.
    """

    summary: str
    request: str = ""
    expected: str = ""
    got: str = ""
    file: str = ""
    line: int | None = None
    next_step: str = ""
    where: str = field(default="", metadata={"json": False})
    output: str = field(default="", metadata={"json": False})
    requests: tuple[Sent, ...] = field(default=(), metadata={"json": False})
    beside: tuple[str, ...] = field(default=(), metadata={"json": False})

    def __post_init__(self) -> None:
        _make_plain(self)


@dataclass(frozen=True)
class Check:
    id: str
    title: str
    status: CheckStatus
    failure: Failure | None = None


@dataclass(frozen=True)
class StepResult:
    id: str
    title: str
    status: StepStatus
    points: int
    max_points: int
    duration_s: float
    checks: tuple[Check, ...]

    @property
    def failure(self) -> Failure | None:
        """The first cause."""
        return next((check.failure for check in self.checks if check.failure), None)


RESET = "bring it back with: course reset"
"""The next step where a learner's file is not there."""


@dataclass(frozen=True)
class LessonError:
    """Why a lesson could not be checked at all."""

    kind: ErrorKind
    message: str
    file: str = ""
    line: int | None = None
    next_step: str = field(default="", metadata={"json": False})
    output: str = field(default="", metadata={"json": False})

    def __post_init__(self) -> None:
        _make_plain(self)


@dataclass(frozen=True)
class LessonResult:
    id: str
    title: str
    status: LessonStatus
    points: int
    max_points: int
    error: LessonError | None
    steps: tuple[StepResult, ...]
    notices: tuple[str, ...] = field(default=(), metadata={"json": False})

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    @property
    def missing(self) -> bool:
        """Whether it was not handed in."""
        return self.error is not None and self.error.kind == "missing"


@dataclass(frozen=True)
class Report:
    """One run over one workspace."""

    course_version: str
    workspace: str
    duration_s: float
    lessons: tuple[LessonResult, ...]
    schema_version: int = SCHEMA_VERSION

    @property
    def passed(self) -> bool:
        return all(lesson.passed for lesson in self.lessons)

    @property
    def points(self) -> int:
        return sum(lesson.points for lesson in self.lessons)

    @property
    def max_points(self) -> int:
        return sum(lesson.max_points for lesson in self.lessons)

    @property
    def faults(self) -> tuple[Failure, ...]:
        """Checks that broke by themselves: not the learner's doing."""
        checks = (c for lesson in self.lessons for step in lesson.steps for c in step.checks)
        return tuple(c.failure for c in checks if c.status == "error" and c.failure)

    def to_json(self) -> dict[str, Any]:
        """As plain data, in the order of the published schema (``course dev schema``)."""
        return {
            "schema_version": self.schema_version,
            "course_version": self.course_version,
            "workspace": self.workspace,
            "passed": self.passed,
            "points": self.points,
            "max_points": self.max_points,
            "duration_s": self.duration_s,
            "lessons": [_plain(lesson) for lesson in self.lessons],
        }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return value
    shown = (name for name, f in fields.items() if f.metadata.get("json", True))
    return {name: _plain(getattr(value, name)) for name in shown}


def step_status(checks: Iterable[Check]) -> StepStatus:
    """The first status that is not ``passed``, or ``passed`` if there was any check."""
    statuses = [check.status for check in checks]
    bad: list[CheckStatus] = [s for s in statuses if s not in {"passed", "blocked"}]
    if bad:
        return bad[0]
    return "passed" if statuses and "blocked" not in statuses else "blocked"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of :meth:`Report.to_json`."""
    text, number, whole = {"type": "string"}, {"type": "number"}, {"type": "integer"}
    line = {"type": ["integer", "null"], "minimum": 1}
    failure = _object(
        summary=text, request=text, expected=text, got=text, file=text, line=line, next_step=text
    )
    status = {"enum": ["passed", "failed", "blocked", "error", "timeout"]}
    check = _object(id=text, title=text, status=status, failure=_or_null(failure))
    points = {"type": "integer", "minimum": 0}
    step = _object(
        id={"type": "string", "pattern": r"^[1-9]\d*\.[1-9]\d*$"},
        title=text,
        status=status,
        points=points,
        max_points=points,
        duration_s=number,
        checks={"type": "array", "items": check},
    )
    kinds = {"enum": ["syntax", "import", "crash", "timeout", "missing"]}
    lesson = _object(
        id=text,
        title=text,
        status={"enum": ["passed", "failed", "error"]},
        points=points,
        max_points=points,
        error=_or_null(_object(kind=kinds, message=text, file=text, line=line)),
        steps={"type": "array", "items": step},
    )
    report = _object(
        schema_version={"const": SCHEMA_VERSION},
        course_version=text,
        workspace=text,
        passed={"type": "boolean"},
        points=whole,
        max_points=whole,
        duration_s=number,
        lessons={"type": "array", "items": lesson},
    )
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of `course check --format json`",
    }
    return head | report


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(shape: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, shape]}
