"""The end of the course: what is missing, what was done, and a certificate to show.

Data in, text out: nothing here reads or writes a learner's files. The certificate is one
HTML file and one SVG badge, made from the learner's own progress; neither loads anything.
"""

from __future__ import annotations

import html
import re
import string
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from checker.curriculum import SKILLS, Course, Step
from checker.progress import Progress

COURSE = "FastAPI Production Mastery"
MOST = 80
"""Characters of a name that are shown."""
_LINE = '<p class="name line"></p><p class="label">Name</p>'
_TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True)
class Summary:
    """A whole course, done.

    ``hints`` counts every hint that was shown, ``spoiled`` the steps whose solution was
    looked at before they passed; ``first`` and ``last`` are days where the learner is.
    """

    lessons: tuple[str, ...]
    steps: int
    skills: tuple[str, ...]
    hints: int
    spoiled: int
    first: date
    last: date

    @property
    def span(self) -> str:
        """The time from the first day to the last, in words."""
        if self.first == self.last:
            return day(self.first)
        return f"{day(self.first)} to {day(self.last)}"

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Onward:
    """Something to learn next, and where its makers teach it."""

    topic: str
    url: str


ONWARD = (
    Onward("Test your own API with pytest", "https://fastapi.tiangolo.com/tutorial/testing/"),
    Onward(
        "Change tables without losing data: Alembic",
        "https://alembic.sqlalchemy.org/en/latest/tutorial.html",
    ),
    Onward("Put it online, with workers and HTTPS", "https://fastapi.tiangolo.com/deployment/"),
    Onward("Talk both ways: WebSockets", "https://fastapi.tiangolo.com/advanced/websockets/"),
    Onward(
        "See what it does in production: OpenTelemetry",
        "https://opentelemetry.io/docs/languages/python/",
    ),
    Onward("What attackers try on APIs: OWASP", "https://owasp.org/API-Security/"),
)


def missing(course: Course, progress: Progress) -> tuple[Step, ...]:
    """The steps that have not passed; none at the end of the course."""
    steps = (step for lesson in course.lessons for step in lesson.steps)
    return tuple(step for step in steps if step.id not in progress.passed)


def summarize(course: Course, progress: Progress) -> Summary:
    """What was done, of a course that is done."""
    steps = {step.id: step for lesson in course.lessons for step in lesson.steps}
    passed = [_day(progress.passed[name]) for name in steps]
    proven = {skill for step in steps.values() for skill in step.skills}
    told = [name for name in progress.told if name.partition(" ")[0] in steps]
    return Summary(
        lessons=tuple(lesson.title for lesson in course.lessons),
        steps=len(steps),
        skills=tuple(skill for skill in SKILLS if skill in proven),
        hints=sum(progress.hints.get(name, 0) for name in steps) + len(told),
        spoiled=len(steps.keys() & set(progress.spoiled)),
        first=min([*passed, *([_day(progress.started)] if progress.started else [])]),
        last=max(passed),
    )


def page(summary: Summary, name: str = "") -> str:
    """The certificate as one HTML file; without a name, a line to write one on."""
    shown = tidy(name)
    who = f'<p class="name">{_text(shown)}</p>' if shown else _LINE
    return _filled(
        "certificate.html",
        title=_text(f"{COURSE}: {shown}" if shown else COURSE),
        course=_text(COURSE),
        who=who,
        lessons=len(summary.lessons),
        steps=summary.steps,
        span=_text(summary.span),
        titles="".join(f"<li>{_text(title)}</li>" for title in summary.lessons),
        skills="".join(f"<li>{_text(skill)}</li>" for skill in summary.skills),
    )


def badge(summary: Summary) -> str:
    """A small SVG picture that says that the course is done."""
    return _filled("badge.svg", course=_text(COURSE), last=_text(day(summary.last)),
                   steps=summary.steps)  # fmt: skip


def tidy(name: str) -> str:
    """A name on one line, without what cannot be printed."""
    line = re.sub(r"\s+", " ", name).strip()
    return "".join(letter for letter in line if letter.isprintable())[:MOST]


def day(when: date) -> str:
    """A day in words: November 24, 2026."""
    return f"{when:%B} {when.day}, {when.year}"


def _day(time: str) -> date:
    return datetime.fromisoformat(time).astimezone().date()


def _text(value: str) -> str:
    return html.escape(value, quote=True)


def _filled(template: str, **values: object) -> str:
    text = (_TEMPLATES / template).read_text("utf-8")
    return string.Template(text).substitute({key: str(value) for key, value in values.items()})
