"""The end of the course: a summary, a certificate, and what to learn next."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from checker import certificate, corpus, progress
from checker.console import Look, show_ending
from checker.curriculum import SKILLS, Course
from checker.progress import Progress
from checker.study import CERTIFICATE, Study
from checker.workspace import Workspace

HOSTILE = "<script>alert('x')</script> & \"Bob\" $title\n\x1b[2J"


@pytest.fixture
def done(course: Course) -> Progress:
    """Every step passed, some with help; noon in UTC is the same day nearly everywhere."""
    steps = [step.id for lesson in course.lessons for step in lesson.steps]
    return Progress(
        started="2026-03-02T12:00:00+00:00",
        passed=dict.fromkeys(steps, "2026-03-05T12:00:00+00:00"),
        hints={"1.2": 2, "4.5": 3, "9.9": 1},
        told=("1.2 patch_dumps_everything", "9.9 gone"),
        spoiled=("4.5",),
    )


@pytest.fixture
def study(course: Course, done: Progress, tmp_path: Path) -> Study:
    for lesson in course.lessons:
        corpus.lay(tmp_path, lesson, {})
    progress.save(tmp_path / ".course" / "progress.json", done)
    return Study(course, Workspace(tmp_path, course))


def test_summary_counts_what_was_done(course: Course, done: Progress) -> None:
    """Steps, skills, hints and looks of this course only; the days from start to end."""
    found = certificate.summarize(course, done)

    assert (found.steps, found.hints, found.spoiled) == (len(done.passed), 6, 1)
    assert found.skills == SKILLS
    assert found.lessons == tuple(lesson.title for lesson in course.lessons)
    assert (found.first, found.last) == (date(2026, 3, 2), date(2026, 3, 5))
    assert (found.span, found.days) == ("March 2, 2026 to March 5, 2026", 4)


def test_one_day_is_said_as_one_day(course: Course, done: Progress) -> None:
    """Who does it all in a day, and a progress file that has no start."""
    found = certificate.summarize(course, replace(done, started=""))

    assert (found.span, found.days) == ("March 5, 2026", 1)


def test_page_golden_parts(course: Course, done: Progress) -> None:
    """Name, course, numbers, days, lessons and skills stand on the page."""
    text = certificate.page(certificate.summarize(course, done), "Ada Lovelace")

    assert '<p class="name">Ada Lovelace</p>' in text
    assert "<h1>FastAPI Production Mastery</h1>" in text
    assert f"8 lessons, {len(done.passed)} steps." in " ".join(text.split())
    assert "March 2, 2026 to March 5, 2026" in text
    assert "<li>Core concepts</li>" in text
    assert "<li>OAuth2 + JWT</li>" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_without_a_name_there_is_a_line_to_write_on(course: Course, done: Progress) -> None:
    """Blanks and what cannot be printed are no name."""
    for name in ("", "  \n ", "\x00\x1b"):
        assert 'class="name line"' in certificate.page(certificate.summarize(course, done), name)


@pytest.mark.parametrize("name", ["", "Ada", HOSTILE, "Ω" * 500, "${course}"])
def test_page_and_badge_are_well_formed_whatever_the_name(
    course: Course, done: Progress, name: str
) -> None:
    """A name is only ever text: no tag, no placeholder, no second line."""
    summary = certificate.summarize(course, done)
    page = certificate.page(summary, name)

    root = ET.fromstring(page.removeprefix("<!DOCTYPE html>").lstrip())
    shown = root.find(".//p[@class='name']")
    assert (shown is None) == (not name)
    if shown is not None:
        assert (shown.text, list(shown)) == (certificate.tidy(name), [])
    assert root.findall(".//script") == []
    assert ET.fromstring(certificate.badge(summary)).tag == "{http://www.w3.org/2000/svg}svg"


def test_nothing_is_loaded_from_anywhere(course: Course, done: Progress) -> None:
    """Both files are whole by themselves: no address but the SVG namespace."""
    summary = certificate.summarize(course, done)
    for text in (certificate.page(summary, "Ada"), certificate.badge(summary)):
        assert not re.search(r"\b(src|href|srcset|action)\s*=|url\(|@import|<link|<script", text)
        assert set(re.findall(r"https?://[^\s\"'<]+", text)) <= {"http://www.w3.org/2000/svg"}


def shown(study: Study) -> str:
    out = io.StringIO()
    show_ending(Look(True, console=Console(file=out, width=200)), study.ending())
    return out.getvalue()


def test_ending_shows_the_summary_and_what_comes_next(study: Study) -> None:
    """Numbers, the two files, the name, and official documentation."""
    text = shown(study)

    for words in ("Hints: 6", "Solutions: 1 looked at", "(4 days)", "--name", *SKILLS):
        assert words in text
    for path in CERTIFICATE:
        assert path.as_posix() in text
        assert (study.workspace.root / path).is_file()
    for onward in certificate.ONWARD:
        assert onward.url in text


def test_a_certificate_with_a_name_stays(study: Study) -> None:
    """Passing once more does not take the name away; asking for another one changes it."""
    page = study.workspace.root / CERTIFICATE[0]
    study.certify("Ada")
    study.ending()
    assert "Ada" in page.read_text("utf-8")
    study.certify("Grace")
    assert "Ada" not in page.read_text("utf-8")


def test_not_before_every_step_has_passed(study: Study, done: Progress) -> None:
    """One step is missing: it is named, and nothing is written."""
    passed = {step: time for step, time in done.passed.items() if step != "4.5"}
    study.progress = replace(done, passed=passed)

    assert "4.5" in shown(study)
    assert "1 step to do" in shown(study)
    assert [step.id for step in study.certify("Ada").missing] == ["4.5"]
    assert not (study.workspace.root / ".course" / "certificate").exists()
