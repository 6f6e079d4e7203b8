"""A report in other programs' forms: valid by their schemas, and read by their readers."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from checker import corpus
from checker.curriculum import Course
from checker.errors import UsageError
from checker.formats.catalog import FORMATS, Target, target
from checker.formats.classroom import runner_result
from checker.formats.exercism import MAX_OUTPUT, exercism
from checker.formats.gradescope import gradescope
from checker.formats.junit import junit
from checker.formats.markdown import MAX_BYTES, escape, fence, markdown
from checker.launcher import Launcher
from checker.report import HELD_BACK, Check, Failure, LessonError, LessonResult, Report, StepResult
from checker.runner import check

SCHEMAS = Path(__file__).resolve().parent / "schemas"
EVIL = (
    "@octocat #1 <script>alert(1)</script> ]]> &amp; | `x` ``` [a](http://evil.example) "
    "![i](http://evil.example/i.png) **b** \x00\x1b[31m\ud800\uffff ::error::x <!-- http://e.example"
)


def hostile() -> Report:
    """What a program would say that wants to break each form."""
    told = Failure(EVIL, EVIL, EVIL, EVIL, EVIL, 3, EVIL, output=f"{EVIL}\n\n### {EVIL}\n" * 90)
    checks = (
        Check("a", "It works.", "passed"),
        Check("b", "It works.", "failed", told),
        Check("c", "It ends.", "timeout", told),
        Check("d", "It is ours.", "error", told),
        Check("e", "It comes later.", "blocked"),
    )
    step = StepResult("1.1", "A step", "failed", 0, 2, 0.1234, checks)
    empty = StepResult("1.2", "Nothing ran", "blocked", 0, 3, 0.0, ())
    lesson = LessonResult("lesson1_core", "Core | <b>", "failed", 0, 5, None, (step, empty))
    late = StepResult("2.1", "Nothing ran", "blocked", 0, 3, 0.0, ())
    error = LessonError("crash", EVIL, EVIL, 1, EVIL, EVIL)
    broken = LessonResult("lesson2_more", "More", "error", 0, 3, error, (late,), ("Note.",))
    return Report("0.1", "/somewhere", 1.5, (lesson, broken))


@pytest.fixture(scope="module")
def real(course: Course, hosts: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A solved lesson, an untouched one, one that Python cannot read, and a half done one."""
    folder = tmp_path_factory.mktemp("workspace")
    first, second, third, sixth = (course.lesson(name) for name in "1236")
    corpus.lay(folder, first, corpus.solved(first))
    corpus.lay(folder, second, {})
    corpus.lay(folder, third, corpus.solved(third) | {"main.py": "def"})
    corpus.lay(folder, sixth, corpus.solved(sixth, sixth.step_ids[:2]))
    return check(course, folder, [first, second, third, sixth], hosts=hosts)


@pytest.fixture(params=["real", "hostile", "nothing"])
def report(request: pytest.FixtureRequest) -> Report:
    """What each form is tried with."""
    if request.param == "real":
        found: Report = request.getfixturevalue("real")
        return found
    return hostile() if request.param == "hostile" else Report("0.1", "/somewhere", 0.0, ())


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / name).read_text("utf-8"))


# -- JUnit ---------------------------------------------------------------------------------


def test_junit_fits_the_schema(report: Report) -> None:
    """Jenkins' xUnit plugin refuses a document that does not."""
    rules = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))

    rules.assertValid(etree.fromstring(junit(report).encode()))


def test_junit_is_read_by_an_importer(real: Report) -> None:
    """Every check is a case, with the same verdict, and the whole message in its text."""
    suites = list(junitparser.JUnitXml.fromstring(junit(real).encode()))

    assert [suite.name.partition(" ")[0] for suite in suites] == ["1", "2", "3", "6"]
    for suite, lesson in zip(suites, real.lessons, strict=True):
        checks = [c for step in lesson.steps for c in step.checks]
        cases = [case for case in suite if case.classname != lesson.id]
        assert [c.status == "passed" for c in checks] == [case.is_passed for case in cases]
        assert [c.status == "blocked" for c in checks] == [case.is_skipped for case in cases]
        assert [c.failure.summary if c.failure else None for c in checks] == [
            case.result[0].message if case.is_failure else None for case in cases
        ]
        assert suite.failures == sum(c.status == "failed" for c in checks)
    told = [case for suite in suites for case in suite if case.is_failure]
    failed = next(case for case in told if "Expected:" in case.result[0].text)
    for fact in ("We sent:  curl", "Expected:", "Got:", "Where:    lessons/", "Next:"):
        assert fact in failed.result[0].text


def test_junit_says_which_lesson_could_not_start(real: Report) -> None:
    """An error of its own, beside the checks that could not run."""
    suite = list(junitparser.JUnitXml.fromstring(junit(real).encode()))[2]
    first = next(iter(suite))

    assert (suite.errors, suite.failures, suite.skipped) == (1, 0, suite.tests - 1)
    assert first.result[0].message.startswith("Python cannot read this line")
    assert "main.py:1" in first.result[0].text


def test_a_file_says_nothing_of_later(course: Course, hosts: Launcher, tmp_path: Path) -> None:
    """On a screen an untouched stub waits for a change; in a file nothing will follow."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, {})
    report = check(course, tmp_path, [lesson], hosts=hosts)

    assert HELD_BACK in FORMATS["json"](report)
    for form in ("junit", "gradescope", "exercism", "markdown", "classroom"):
        text = FORMATS[form](report)
        if form == "classroom":
            text = base64.b64decode(text.partition("=")[2]).decode()
        assert HELD_BACK not in text
        assert "There is no OpenAPI document" in text


def test_junit_names_are_unique(report: Report) -> None:
    """GitLab keeps the first of two cases with the same names."""
    names = [(c.classname, c.name) for s in junitparser.JUnitXml.fromstring(junit(report).encode())
             for c in s]  # fmt: skip

    assert len(names) == len(set(names))


# -- Gradescope, exercism, Classroom -------------------------------------------------------


def test_gradescope_fits_its_format(report: Report) -> None:
    """The schema is written from Gradescope's documentation."""
    jsonschema.validate(json.loads(gradescope(report)), schema("gradescope.schema.json"))


def test_gradescope_adds_up(real: Report) -> None:
    """The total is what the tests add up to, one test a step, hidden when asked."""
    data = json.loads(gradescope(real, "after_due_date"))

    assert real.points == data["score"] == sum(test["score"] for test in data["tests"]) > 0
    assert real.max_points == sum(test["max_score"] for test in data["tests"])
    assert {"after_due_date"} == {test["visibility"] for test in data["tests"]}
    assert [s.id for lesson in real.lessons for s in lesson.steps] == [
        test["number"] for test in data["tests"]
    ]


def test_gradescope_takes_nothing_for_html() -> None:
    """A learner's words are text."""
    data = json.loads(gradescope(hostile()))

    assert {"text"} == {data[key] for key in data if key.endswith("_format")}
    assert not {key for test in data["tests"] for key in test if key.endswith("_format")}


def test_exercism_fits_its_format(report: Report) -> None:
    """The schema is written from exercism's documentation."""
    jsonschema.validate(json.loads(exercism(report)), schema("exercism.schema.json"))


@pytest.mark.parametrize(("place", "status"), [(0, "pass"), (1, "fail"), (2, "error"), (3, "fail")])
def test_exercism_of_one_lesson(real: Report, place: int, status: str) -> None:
    """A lesson's status, and each test's task: the step's number in its lesson."""
    lesson = real.lessons[place]
    one = Report(real.course_version, "", 0.0, (lesson,))
    data = json.loads(exercism(one))
    jsonschema.validate(data, schema("exercism.schema.json"))

    assert status == data["status"]
    tasks = [int(s.id.partition(".")[2]) for s in lesson.steps for _ in s.checks]
    assert tasks == [test["task_id"] for test in data["tests"]]


def test_exercism_links_no_task_when_there_are_many_lessons(real: Report) -> None:
    """Two lessons have a first step each, and a test may be linked to one task only."""
    assert not [test for test in json.loads(exercism(real))["tests"] if "task_id" in test]


def test_exercism_output_is_bounded() -> None:
    """500 characters, and it says that more was cut."""
    outputs = [test.get("output", "") for test in json.loads(exercism(hostile()))["tests"]]

    assert max(map(len, outputs)) == MAX_OUTPUT
    assert any(output.endswith("Please limit to 500 chars") for output in outputs)


def test_classroom_fits_what_the_reporter_reads(real: Report) -> None:
    """One line for GITHUB_OUTPUT; the scores in it add up to the points."""
    name, _, value = FORMATS["classroom"](real).partition("=")
    data = json.loads(base64.b64decode(value))
    jsonschema.validate(data, schema("classroom.schema.json"))

    assert ("result", 1, value.count("\n")) == (name, 1, 1)
    assert (real.points, real.max_points) == (sum(t["score"] for t in data["tests"]),
                                              data["max_score"])  # fmt: skip
    assert data["status"] == "fail"


def test_classroom_fits_into_a_variable() -> None:
    """Linux starts no program with a larger one; texts are cut, no test is left out."""
    told = Failure("A" * 400, "curl " + "\u20ac" * 1900, "B" * 400, "C" * 400)
    step = StepResult("1.1", "x", "failed", 0, 1, 0.0, (Check("a", "a", "failed", told),))
    lesson = LessonResult("lesson1_x", "x", "failed", 0, 41, None, (step,) * 41)
    _, _, value = FORMATS["classroom"](Report("0.1", "", 0.0, (lesson,))).partition("=")
    tests = json.loads(base64.b64decode(value))["tests"]

    assert len(value) < 128 * 1024
    assert [len(test["message"]) for test in tests] == [300] * 41


def test_classroom_prints_no_command() -> None:
    """The reporter prints names and requests, and a line with :: in front is a command."""
    notice = "notice title=Autograding report"
    told = Failure("x", request=f"curl -H 'a: ##[{notice};]{{}}'", got=f"\n ::{notice}::{{}}")
    step = StepResult("1.1", "::x", "error", 0, 1, 0.0, (Check("a", "a", "error", told),))
    lesson = LessonResult("lesson1_x", "x", "failed", 0, 1, None, (step,))
    (test,) = runner_result(Report("0.1", "", 0.0, (lesson,)))["tests"]

    printed = [line for key in ("name", "test_code", "message") for line in test[key].splitlines()]
    assert any("notice" in line for line in printed)
    assert not [line for line in printed if line.lstrip().startswith("::") or "##[" in line]


# -- Markdown ------------------------------------------------------------------------------

ACTIVE = {"link_open", "image", "html_inline", "html_block", "strong_open", "em_open"}


def tokens(text: str) -> list[Any]:
    """Every token that a Markdown reader with tables makes, inner ones too."""
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [t for token in found for t in [token, *(token.children or [])]]


def test_markdown_has_nothing_active_of_a_learner() -> None:
    """No tag, link, image, mark, mention or reference outside of a block of code."""
    found = tokens(markdown(hostile()))

    assert not [t.type for t in found if t.type in ACTIVE]
    prose = [t.content for t in found if t.type == "text"]
    assert any("octocat" in words for words in prose)
    assert not [words for words in prose if "@o" in words or "#1" in words]
    assert [t for t in found if t.type == "heading_open" and t.tag == "h3"][2:] == []


def test_markdown_shows_what_is_wrong(real: Report) -> None:
    """Points of every lesson in a table, and each lesson's first failure with its facts."""
    text = markdown(real)
    found = tokens(text)

    assert len(real.lessons) + 1 == sum(t.type == "tr_open" for t in found)
    assert text.startswith(f"## {real.points} of {real.max_points} points\n")
    blocks = [t.content for t in found if t.type == "fence"]
    assert len(blocks) == sum(not lesson.passed for lesson in real.lessons)
    for fact in ("We sent:  curl", "Got:", "Where:    lessons/", "Next:"):
        assert fact in blocks[0]


@pytest.mark.parametrize("evil", ["```", "````\n```\n`````", "", "a ``` b\n```"])
def test_fence_holds_any_text(evil: str) -> None:
    """It is one block, and shows just that."""
    found = tokens(fence(evil))

    assert [("fence", f"{evil}\n")] == [(t.type, t.content) for t in found]


def test_escaped_prose_reads_the_same() -> None:
    """What people see is what was said, but for the mark that breaks a mention."""
    words = "a_b *c* 1. <d> & e~f@g \\ | #h `i` [j](k)"
    shown = "".join(t.content for t in tokens(escape(words)) if t.type.startswith("text"))

    assert words == shown.replace("\u200b", "")


def test_markdown_stays_below_the_limit() -> None:
    """GitHub refuses a longer one; whole parts are left out, and it says so."""
    told = Failure("A" * 400, output="\u20ac" * 2000)
    step = StepResult("1.1", "x", "failed", 0, 1, 0.0, (Check("a", "a", "failed", told),))
    lesson = LessonResult("lesson1_x", "x", "failed", 0, 1, None, (step,))
    text = markdown(Report("0.1", "", 0.0, (lesson,) * 400))

    assert MAX_BYTES // 2 < len(text.encode()) <= MAX_BYTES
    assert text.endswith("The rest was cut off.\n")
    assert sum(t.type == "fence" for t in tokens(text)) == text.count("Your code printed")


# -- the command ---------------------------------------------------------------------------

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize("form", FORMATS)
def test_command_prints_the_form_alone(
    form: str, command: Run, course: Course, tmp_path: Path
) -> None:
    """Nothing else is on stdout, and the exit code tells the verdict."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, corpus.solved(lesson, lesson.step_ids[:1]))
    result = command(tmp_path, "check", "1", "--format", form, "--report", f"{form}=file")
    starts = {"junit": "<?xml", "markdown": "## ", "classroom": "result="}

    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith(starts.get(form, "{\n"))
    assert result.stdout == (tmp_path / "file").read_text("utf-8")


@pytest.mark.parametrize("words", ["junit", "junit=", "=x", "pdf=x"])
def test_report_needs_a_form_and_a_file(words: str) -> None:
    """Before anything is run, with the forms there are."""
    with pytest.raises(UsageError, match="is not a form and a file") as caught:
        target(words)
    assert "gradescope" in caught.value.remedy


def test_report_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With the path, as wrong usage."""
    with pytest.raises(UsageError, match="cannot be written"):
        Target("junit", tmp_path / "no folder" / "x").write(hostile())
