"""A report as JUnit XML: for Jenkins, GitLab, GitHub's test reporters, and editors.

It fits Jenkins' ``junit-10.xsd``, which is the strictest of those in use and has no place
for a file and a line on a test case; a document that has them is refused. So they stand in
the failure's text, where people look, and where programs that make links find them. The
text also repeats the message, which GitLab reads from nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

from checker.formats.words import BLOCKED, headline, number, printable, text
from checker.report import Check, Failure, LessonError, LessonResult, Report, StepResult

STARTS = "The lesson can be checked."


def junit(report: Report) -> str:
    """The document: a suite a lesson, a case a check."""
    root = Xml.Element("testsuites", name="course", time=_seconds(report.duration_s))
    suites = [_suite(lesson) for lesson in report.lessons]
    root.extend(suites)
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, "unicode") + "\n"


def _suite(lesson: LessonResult) -> Xml.Element:
    cases = list(_cases(lesson))
    told = Counter(result.tag for case in cases for result in case)
    suite = Xml.Element(
        "testsuite",
        name=printable(f"{number(lesson)} {lesson.title}"),
        tests=str(len(cases)),
        failures=str(told["failure"]),
        errors=str(told["error"]),
        skipped=str(told["skipped"]),
        time=_seconds(sum(step.duration_s for step in lesson.steps)),
        file=printable(f"lessons/{lesson.id}"),
    )
    properties = Xml.SubElement(suite, "properties")
    for name in ("points", "max_points"):
        Xml.SubElement(properties, "property", name=name, value=str(getattr(lesson, name)))
    suite.extend(cases)
    return suite


def _cases(lesson: LessonResult) -> Iterator[Xml.Element]:
    if lesson.error is not None:
        case = _case(lesson.id, STARTS, 0.0)
        _tell(case, "error", lesson.error.kind, lesson.error)
        yield case
    for step in lesson.steps:
        yield from _step(step)


def _step(step: StepResult) -> Iterator[Xml.Element]:
    """Its checks; a step's time is known as a whole, and stands at the first of them."""
    checks = step.checks or (Check(step.id, step.title, step.status),)
    seen: Counter[str] = Counter()
    for place, check in enumerate(checks):
        seen[check.title] += 1
        again = f" ({seen[check.title]})" if seen[check.title] > 1 else ""
        case = _case(f"{step.id} {step.title}", check.title + again, step.duration_s * (not place))
        _verdict(case, check)
        yield case


def _case(group: str, name: str, seconds: float) -> Xml.Element:
    words = {"classname": printable(group), "name": printable(name)}
    return Xml.Element("testcase", words, time=_seconds(seconds))


def _verdict(case: Xml.Element, check: Check) -> None:
    if check.status == "blocked":
        Xml.SubElement(case, "skipped", message=BLOCKED)
    elif check.status != "passed":
        tag = "error" if check.status == "error" else "failure"
        _tell(case, tag, check.status, check.failure or Failure("It did not pass."))


def _tell(case: Xml.Element, tag: str, kind: str, told: Failure | LessonError) -> None:
    found = Xml.SubElement(case, tag, type=kind, message=printable(headline(told)))
    found.text = printable(text(told))
    if told.output:
        Xml.SubElement(case, "system-out").text = printable(told.output)


def _seconds(value: float) -> str:
    return f"{value:.3f}"
