"""Checks that got ready beforehand: the same verdicts, from the files of now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from checker import corpus
from checker.ahead import Ahead
from checker.curriculum import Course
from checker.expect.bench import Bench
from checker.judge import Cancel
from checker.launcher import Host, Launcher
from checker.report import Report
from checker.runner import check


@pytest.fixture
def ahead(hosts: Launcher) -> Iterator[Ahead]:
    found = Ahead(hosts)
    yield found
    found.close()


@pytest.fixture
def started(hosts: Launcher, monkeypatch: pytest.MonkeyPatch) -> list[Host]:
    """Every host that is started, the first one first."""
    found: list[Host] = []
    start = hosts.start
    monkeypatch.setattr(hosts, "start", lambda job: found.append(start(job)) or found[-1])
    return found


def statuses(report: Report) -> list[str]:
    return [step.status for lesson in report.lessons for step in lesson.steps]


def test_the_files_of_now_are_checked(course: Course, ahead: Ahead, tmp_path: Path) -> None:
    """What is prepared knows nothing of the learner's files: they come later."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, {"main.py": "raise SystemExit(3)\n"})
    ahead.prepare(course, tmp_path, [lesson])
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))

    assert ahead.check(course, tmp_path, [lesson]).passed
    corpus.lay(tmp_path, lesson, {})
    ahead.prepare(course, tmp_path, [lesson])
    assert not ahead.check(course, tmp_path, [lesson]).passed


@pytest.mark.parametrize("number", [5, 8])
def test_the_verdict_is_the_same(
    course: Course, ahead: Ahead, hosts: Launcher, tmp_path: Path, number: int
) -> None:
    """Prepared, with hosts that wait for the restarts, and not prepared: no difference."""
    lesson = course.lesson(str(number))
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    expected = check(course, tmp_path, [lesson], hosts=hosts)
    for _ in range(2):
        ahead.prepare(course, tmp_path, [lesson])
        found = ahead.check(course, tmp_path, [lesson])
        assert expected.passed
        assert statuses(expected) == statuses(found)


def test_another_check_than_the_prepared_one(course: Course, ahead: Ahead, tmp_path: Path) -> None:
    """Other lessons, or other steps, are checked all the same."""
    first, second = course.lessons[:2]
    for lesson in (first, second):
        corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    ahead.prepare(course, tmp_path, [first])

    assert [second.id] == [r.id for r in ahead.check(course, tmp_path, [second]).lessons]
    ahead.prepare(course, tmp_path, [first])
    report = ahead.check(course, tmp_path, [first], steps=(first.step_ids[0],))
    assert statuses(report) == ["passed"]


def test_a_cancelled_check_ends_at_once(course: Course, ahead: Ahead, tmp_path: Path) -> None:
    """Nothing is checked for somebody who wants something newer."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    cancel = Cancel()
    cancel.request()
    ahead.prepare(course, tmp_path, [lesson])

    assert {"blocked"} == set(statuses(ahead.check(course, tmp_path, [lesson], cancel=cancel)))


def test_nothing_waits_after_the_end(
    course: Course, hosts: Launcher, started: list[Host], tmp_path: Path
) -> None:
    """Closing ends the hosts that wait, and removes their folders."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    ahead = Ahead(hosts)
    ahead.prepare(course, tmp_path, [lesson])
    ahead.close()

    assert started
    assert not any(host.alive for host in started)
    assert not any(Path(host.job.run).exists() for host in started)


def test_a_host_that_was_ended_while_it_waited(
    course: Course, started: list[Host], ahead: Ahead, tmp_path: Path
) -> None:
    """Another one is started: whoever ended it, it was not the learner's code."""
    lesson = course.lessons[0]
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    ahead.prepare(course, tmp_path, [lesson])
    run = ahead._next
    assert run is not None
    run._begun.wait()
    started[0].cut()
    # Nothing tells when it is gone but its channel.
    while started[0].alive:
        try:
            started[0].ask("ping", seconds=1.0)
        except Exception:
            continue

    assert ahead.check(course, tmp_path, [lesson]).passed
    assert len(started) == 2


def test_a_waiting_host_has_a_folder_again(
    course: Course, hosts: Launcher, started: list[Host], tmp_path: Path
) -> None:
    """Whatever the start before has put in the folder's place, the next one works in a folder."""
    lesson = course.lessons[0]
    own = corpus.solved(lesson)
    corpus.lay(tmp_path, lesson, own | {"main.py": own["main.py"] + "\nopen('here', 'x')\n"})
    run, files = tmp_path / "run", tmp_path / "run" / "files"
    run.mkdir()
    bench = Bench(lesson, tmp_path / "lessons" / lesson.id, tmp_path, hosts, run)
    bench.prepare(spares=1)
    bench.host()
    started[1].ask("ping", seconds=20)  # it has begun to wait: it was in the folder before
    files.rename(run / "moved")
    files.symlink_to(tmp_path / "nowhere")

    bench.restart()
    bench.host()
    bench.end()

    assert len(started) == 2
    assert not files.is_symlink()
    assert (files / "here").exists()
