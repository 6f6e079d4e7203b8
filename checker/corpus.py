"""Answers kept as tests: right ones in other styles, wrong ones that people write.

One file is one answer to one step, at ``tests/answers/<lesson>/<step>/<kind>_<name>.py``
where kind is ``right`` or ``wrong``. It holds the step's regions, in order, as a learner
would have them, and above them what is known about it::

    # says: A PATCH of `name` did not do just that.
    # from: https://github.com/…, or who makes this mistake and why
    # region 1.2
    …
    # endregion

``says`` is part of the summary that must be shown (wrong answers only); ``also`` names
other steps that this answer is allowed to break; ``file`` (``# file: config.py``) says
that the regions below it stand in that file of the lesson instead of its first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.curriculum import Course, Lesson
from checker.errors import CourseFault
from checker.regions import MarkedFile

_HEAD = re.compile(r"^# (says|from|also): (.+)$", re.MULTILINE)
_TOLD = re.compile(r"^# ((?:inside )?\w+): (.+)$", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class KeptAnswer:
    """One answer to one step. ``name`` is the misconception's, for a wrong one."""

    lesson: Lesson
    step: str
    name: str
    right: bool
    says: str
    source: str
    also: tuple[str, ...]
    text: str

    def files(self) -> dict[str, str]:
        """The learner's files of the lesson: this answer, and the solution elsewhere."""
        done = set(self.lesson.step_ids) - {self.step}
        files = {name: self.lesson.marked(name).stub(done) for name in self.lesson.files}
        for name, part in self._parts():
            regions = MarkedFile(part, f"{self.step}/{self.name}").of(self.step)
            bodies = {self.step: [region.lines for region in regions]}
            files[name] = MarkedFile(files[name], name).with_regions(bodies)
        return files

    def _parts(self) -> Iterator[tuple[str, str]]:
        first = self.lesson.sources(self.step)[0][0]
        pieces = _FILE.split(self.text)
        yield first, pieces[0]
        yield from zip(pieces[1::2], pieces[2::2], strict=True)


def read(course: Course, folder: Path) -> list[KeptAnswer]:
    """Every answer below ``folder``, in the order of the course.

    Raises:
        CourseFault: a file's name or head is wrong.
    """
    answers = []
    for lesson in course.lessons:
        for step in lesson.step_ids:
            for path in sorted((folder / lesson.id / step).glob("*.py")):
                answers.append(_answer(lesson, step, path))
    return answers


def _answer(lesson: Lesson, step: str, path: Path) -> KeptAnswer:
    kind, _, name = path.stem.partition("_")
    text = path.read_text("utf-8")
    head = dict(_HEAD.findall(text))
    if kind not in {"right", "wrong"} or not name:
        raise CourseFault(f"{path}: call it right_<name>.py or wrong_<name>.py")
    if kind == "wrong" and not {"says", "from"} <= set(head):
        raise CourseFault(f"{path}: a wrong answer needs '# says: …' and '# from: …'")
    also = tuple(head.get("also", "").replace(",", " ").split())
    right = kind == "right"
    return KeptAnswer(
        lesson, step, name, right, head.get("says", ""), head.get("from", ""), also, text
    )


def lay(workspace: Path, lesson: Lesson, files: dict[str, str]) -> None:
    """Write one lesson's files into a workspace, beside what the lesson is given."""
    for name, text in (lesson.shipped | files).items():
        path = workspace / "lessons" / lesson.id / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def solved(lesson: Lesson, steps: Sequence[str] | None = None) -> dict[str, str]:
    """The learner's files with these steps answered by the solution; all by default."""
    done = lesson.step_ids if steps is None else steps
    return {name: lesson.marked(name).stub(done) for name in lesson.files}


# -- broken and hostile programs: see tests/test_bad_programs.py ----------------------------


def told(text: str) -> dict[str, list[str]]:
    """What a program's head says, by its keys; those for the sandbox begin with ``inside``."""
    found: dict[str, list[str]] = {}
    for key, value in _TOLD.findall(text):
        found.setdefault(key, []).append(value)
    return found


def above(lesson: Lesson, answered: str) -> str:
    """What stands above a program in the lesson's first file.

    Args:
        answered: ids of steps, "all" or "none"; without a word, there is nothing.
    """
    if not answered:
        return ""
    named = {"all": lesson.step_ids, "none": ()}
    return solved(lesson, named.get(answered, answered.split()))[lesson.files[0]]
