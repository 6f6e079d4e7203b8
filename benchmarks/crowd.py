"""A made-up class: right, half-done, wrong and hostile submissions, and what each deserves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from checker import corpus
from checker.curriculum import Course, Lesson
from checker.report import LessonResult

Item = TypeVar("Item")
ROOT = Path(__file__).resolve().parent.parent
KINDS = (
    ("right",) * 8 + ("stub",) * 2 + ("half done",) * 2 + ("wrong",) * 6 + ("hostile",) * 2
)  # fmt: skip
"""Of twenty, as they come: what people hand in, and more hostility than a class has."""
Files = dict[str, dict[str, str]]
"""The learner's files of each lesson, by the lesson's id."""


@dataclass(frozen=True)
class Submission:
    """What somebody hands in, and which verdicts it deserves.

    ``passes`` and ``fails`` are ids of steps; what is in neither may have either verdict.
    """

    name: str
    kind: str
    files: Files
    passes: frozenset[str]
    fails: frozenset[str]

    def lay(self, folder: Path, lessons: tuple[Lesson, ...]) -> None:
        """Write it to a folder of its own; no two have the same content."""
        for lesson in lessons:
            corpus.lay(folder / self.name, lesson, self.files[lesson.id])
        own = folder / self.name / "lessons" / lessons[0].id / "own.py"
        own.write_text(f"# {self.name}\n", "utf-8")

    def unfair(self, results: tuple[LessonResult, ...]) -> list[str]:
        """The steps that were judged otherwise than they deserve.

        An app with one wrong answer may not start at all: then its lesson has an error,
        and none of its steps can pass.
        """
        stopped = {s.id for r in results if r.error and self.kind == "wrong" for s in r.steps}
        passed = {s.id for r in results for s in r.steps if s.status == "passed"}
        judged = {s.id for r in results for s in r.steps}
        return sorted(((self.passes - passed - stopped) | (self.fails & passed)) & judged)


IN_TIME = {"slow_answers"}
"""Of ``tests/bad``: too slow for the short limits of its own test alone."""


class Crowd:
    """Makes submissions, the same ones each time."""

    def __init__(self, course: Course) -> None:
        self._course = course
        answers = corpus.read(course, ROOT / "tests" / "answers")
        self._right = [answer for answer in answers if answer.right]
        self._wrong = [answer for answer in answers if not answer.right]
        found = sorted((ROOT / "tests" / "bad").glob("*.py"))
        self._bad = [path for path in found if path.stem not in IN_TIME]
        self._make: dict[str, Callable[[int], tuple[Files, set[str], set[str]]]] = {
            "right": self._a_right_one,
            "stub": self._a_stub,
            "half done": self._a_half,
            "wrong": self._a_wrong_one,
            "hostile": self._a_hostile_one,
        }

    def submission(self, number: int) -> Submission:
        """Number ``number`` of the class; kinds come in turn."""
        kind = KINDS[number % len(KINDS)]
        nth = number // len(KINDS) * KINDS.count(kind) + KINDS[: number % len(KINDS)].count(kind)
        files, passes, fails = self._make[kind](nth)
        return Submission(f"learner-{number:05}", kind, files, frozenset(passes), frozenset(fails))

    def hostile(self, name: str) -> Submission:
        """The hostile program of this name, alone."""
        files, passes, fails = self._with_program(ROOT / "tests" / "bad" / f"{name}.py")
        return Submission(name, "hostile", files, frozenset(passes), frozenset(fails))

    def _steps(self, *lessons: Lesson) -> set[str]:
        return {step for lesson in lessons or self._course.lessons for step in lesson.step_ids}

    def _solved(self, but: dict[str, dict[str, str]]) -> Files:
        return {
            lesson.id: but.get(lesson.id) or corpus.solved(lesson)
            for lesson in self._course.lessons
        }

    def _a_right_one(self, nth: int) -> tuple[Files, set[str], set[str]]:
        """Ours, with one step answered in another style."""
        answer = _spread(self._right, nth)
        return self._solved({answer.lesson.id: answer.files()}), self._steps(), set()

    def _a_stub(self, nth: int) -> tuple[Files, set[str], set[str]]:
        return {lesson.id: {} for lesson in self._course.lessons}, set(), self._steps()

    def _a_half(self, nth: int) -> tuple[Files, set[str], set[str]]:
        lessons = self._course.lessons
        count = 1 + nth % (len(lessons) - 1)
        files: Files = {lesson.id: {} for lesson in lessons}
        files |= {lesson.id: corpus.solved(lesson) for lesson in lessons[:count]}
        return files, self._steps(*lessons[:count]), self._steps(*lessons[count:])

    def _a_wrong_one(self, nth: int) -> tuple[Files, set[str], set[str]]:
        answer = _spread(self._wrong, nth)
        lesson = answer.lesson
        on_it = {s for s in lesson.step_ids if answer.step in lesson.step(s).builds_on}
        free = on_it | set(answer.also) | {answer.step}
        files = self._solved({lesson.id: answer.files()})
        return files, self._steps() - free, {answer.step}

    def _a_hostile_one(self, nth: int) -> tuple[Files, set[str], set[str]]:
        return self._with_program(_spread(self._bad, nth))

    def _with_program(self, path: Path) -> tuple[Files, set[str], set[str]]:
        """A program of ``tests/bad`` as lesson 1; what its head promises of a step, holds."""
        text = path.read_text("utf-8")
        told = {key: " ".join(words) for key, words in corpus.told(text).items()}
        inside = {k.removeprefix("inside "): v for k, v in told.items() if k.startswith("inside ")}
        lesson = self._course.lessons[0]
        above = corpus.above(lesson, told.get("solved", ""))
        files = self._solved({lesson.id: {lesson.files[0]: above + text}})
        told = inside or told
        fails = set(lesson.step_ids) if "error" in told or "fails" in told else set()
        return (
            files,
            set(told.get("passes", "").split()),
            fails | {*told.get("step", "").split()[:1]},
        )


def _spread(of: Sequence[Item], nth: int) -> Item:
    """The nth of them in an order that leaps, so that few come from all of the course."""
    return of[nth * 7919 % len(of)]
