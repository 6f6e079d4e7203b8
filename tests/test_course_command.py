"""The real program, as a person or a script runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from checker import authoring, corpus
from checker.curriculum import Course, Lesson
from checker.report import schema
from checker.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
Result = subprocess.CompletedProcess[str]


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def workspace(course: Course, tmp_path: Path) -> Path:
    """A new workspace with every lesson as a stub."""
    for lesson in course.lessons:
        corpus.lay(tmp_path, lesson, {})
    return tmp_path


def course_(workspace: Path, *words: str, env: dict[str, str] | None = None) -> Result:
    """Run ``course`` in a workspace."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
    return subprocess.run(
        [sys.executable, str(ROOT / "course.py"), *words],
        cwd=workspace, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
        env=environment | {"PYTHONWARNINGS": "error", **(env or {})}, encoding="utf-8", timeout=60,
    )  # fmt: skip


def test_a_new_learner_is_welcomed(workspace: Path, lesson: Lesson) -> None:
    """Untouched stubs are no failure: the brief, the TODOs, exit code 0."""
    result = course_(workspace, "next")

    assert (result.returncode, result.stderr) == (0, "")
    assert "Welcome to lesson 1" in result.stdout
    for step in lesson.steps:
        assert f"{step.id} {step.title}" in result.stdout


def test_next_walks_through_the_whole_course(workspace: Path, course: Course) -> None:
    """Solutions pasted step by step: each passes, each lesson leads to the next."""
    for lesson in course.lessons:
        done = list(lesson.step_ids)
        for count in (len(done) // 2, len(done)):
            corpus.lay(workspace, lesson, corpus.solved(lesson, done[:count]))
            result = course_(workspace, "next")
            assert result.stderr == ""
            for step in done[:count]:
                assert re.search(rf"{re.escape(step)} .*: passed", result.stdout)
            assert (0 if count == len(done) else 1) == result.returncode, result.stdout
        following = course.after(lesson)
        assert (f"Lesson {following.number}" if following else "finished") in result.stdout
        folder = workspace / ".course" / "solutions" / lesson.id
        assert "# region" not in (folder / lesson.files[0]).read_text("utf-8")


def test_certificate_is_written_at_the_end_and_not_before(workspace: Path, course: Course) -> None:
    """Before the end it says what is missing; at the end there are both files."""
    early = course_(workspace, "certificate", "--name", "Ada")
    assert (early.returncode, early.stderr) == (1, "")
    assert "1.1 The app" in early.stdout
    folder = workspace / ".course" / "certificate"
    assert not folder.exists()

    for lesson in course.lessons:
        corpus.lay(workspace, lesson, corpus.solved(lesson))
    course_(workspace, "check", "--all")
    done = course_(workspace, "certificate", "--name", "Ada <b>")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ada &lt;b&gt;" in (folder / "certificate.html").read_text("utf-8")
    assert (folder / "badge.svg").is_file()


def test_hint_fits_what_the_last_check_found(workspace: Path, lesson: Lesson) -> None:
    """The first hint after a failure is about that failure, the second begins the ladder."""
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace("def benchmark", "async def benchmark")
    corpus.lay(workspace, lesson, files)
    course_(workspace, "next")

    first, second = (course_(workspace, "hint").stdout for _ in range(2))

    assert first.startswith("1.5 Sync for blocking: about what your code does now")
    assert "hint 1 of 3" in second


def test_failure_says_what_where_and_what_next(workspace: Path, lesson: Lesson) -> None:
    """A wrong answer: request, expected, got, place, next step; exit code 1."""
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace('"downloads"', '"count"')
    corpus.lay(workspace, lesson, files)

    result = course_(workspace, "next")

    assert result.returncode == 1
    assert "1.4 Async for waiting: not yet" in result.stdout
    for label in ("We sent: curl localhost:8000/stats", "Expected: ", "Got: ", "Next: "):
        assert label in result.stdout
    number = files["main.py"].splitlines().index('@app.get("/stats")') + 1
    assert f"lessons/{lesson.id}/main.py:{number}" in result.stdout
    assert "Traceback" not in result.stdout


def test_json_is_one_object_and_nothing_else(workspace: Path, lesson: Lesson) -> None:
    """Programs get the published format on stdout, and the exit code says the rest."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))

    one = course_(workspace, "check", "1", "--format", "json")
    every = course_(workspace, "check", "--all", "--format", "json")

    assert (one.returncode, one.stderr, every.returncode, every.stderr) == (0, "", 1, "")
    jsonschema.validate(json.loads(one.stdout), schema())
    jsonschema.validate(json.loads(every.stdout), schema())
    assert json.loads(course_(workspace, "dev", "schema").stdout) == schema()


def test_plain_output_has_no_color_and_no_boxes(workspace: Path, lesson: Lesson) -> None:
    """Without a terminal there are only words."""
    corpus.lay(workspace, lesson, corpus.solved(lesson, ["1.1"]))
    for words in (["next"], ["list"], ["read"], ["hint"], ["status"], ["solution", "1.1"], []):
        result = course_(workspace, *words)
        assert result.returncode in {0, 1}, result.stderr
        assert not re.search("[\x1b╭│─━]", result.stdout)


def test_hints_climb_one_rung_a_call(workspace: Path, lesson: Lesson) -> None:
    """Each call gives the next hint and remembers it; the last one stays."""
    shown = [course_(workspace, "hint", "1.2").stdout for _ in range(4)]

    for rung, text in enumerate([*lesson.step("1.2").hints, lesson.step("1.2").hints[-1]]):
        assert text.splitlines()[0] in shown[rung]
    assert "course solution 1.2" in shown[3]


def test_reset_asks_and_undo_brings_back(workspace: Path, lesson: Lesson) -> None:
    """Without a terminal a reset needs --yes; afterwards the work can be had again."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    path = workspace / "lessons" / lesson.id / "main.py"
    mine = path.read_text("utf-8")

    refused = course_(workspace, "reset", "1")
    assert (2, mine) == (refused.returncode, path.read_text("utf-8"))
    assert "--yes" in refused.stderr
    assert course_(workspace, "reset", "1", "--yes").returncode == 0
    assert lesson.shipped["main.py"] == path.read_text("utf-8")
    assert course_(workspace, "undo").returncode == 0
    assert mine == path.read_text("utf-8")


def test_after_a_reset_a_lesson_is_open_again(workspace: Path, lesson: Lesson) -> None:
    """Hints, the place and the list follow the files; what passed once is said to count."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    course_(workspace, "check", "1")
    course_(workspace, "goto", "1")
    course_(workspace, "reset", "1", "--yes")

    where, listed = course_(workspace).stdout, course_(workspace, "list").stdout
    assert "0 of 5 steps passed here, 5 of" in where
    assert "Open again: 1.1, 1.2, 1.3, 1.4, 1.5. What passed once still counts" in where
    assert "1.1 The app: to do again" in listed
    assert course_(workspace, "hint").stdout.startswith("1.1 ")
    refused = course_(workspace, "diff", "1.1")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Step 1.1 passed once, and is open again." in refused.stderr
    course_(workspace, "undo")
    assert "5 of 5 steps passed here" in course_(workspace).stdout


def test_a_step_written_elsewhere_is_not_open_again(workspace: Path, lesson: Lesson) -> None:
    """Its TODO is left standing, and it passes: it stays passed."""
    path = workspace / "lessons" / lesson.id / "main.py"
    files = corpus.solved(lesson)
    body = files["main.py"].partition("# region 1.4\n")[2].partition("# endregion")[0]
    stub = lesson.shipped["main.py"].partition("# region 1.4\n")[2].partition("# endregion")[0]
    files["main.py"] = files["main.py"].replace(body, stub) + body
    corpus.lay(workspace, lesson, files)
    assert course_(workspace, "check", "1").returncode == 0
    course_(workspace, "goto", "1")

    assert "5 of 5 steps passed here" in course_(workspace).stdout
    assert path.read_text("utf-8").count("/stats") == 2


def test_a_file_that_is_gone_comes_back_by_undo(workspace: Path, lesson: Lesson) -> None:
    """The learner's own state is named where there is one, the first one where not."""
    path = workspace / "lessons" / lesson.id / "main.py"
    path.unlink()
    assert "bring it back with: course reset 1" in course_(workspace, "check", "1").stdout
    path.write_text("mine = 1\n", "utf-8")
    course_(workspace, "check", "1")
    path.unlink()
    assert "bring it back with: course undo 1" in course_(workspace, "check", "1").stdout
    course_(workspace, "undo", "1")
    assert path.read_text("utf-8") == "mine = 1\n"


def test_history_says_which_state_the_files_are_in(workspace: Path, lesson: Lesson) -> None:
    """The one that an undo brought back is marked, and an edit since then is said."""
    path = workspace / "lessons" / lesson.id / "main.py"
    course_(workspace, "reset", "1", "--yes")
    path.write_text("mine = 1\n", "utf-8")
    course_(workspace, "check", "1")
    course_(workspace, "undo")

    lines = course_(workspace, "history").stdout.splitlines()
    assert [
        lines[n - 1][0] for n, line in enumerate(lines) if "Your files are so now." in line
    ] == ["1"]
    path.write_text("mine = 2\n", "utf-8")
    changed = course_(workspace, "history").stdout
    assert "you have changed them since" in changed
    assert "Your files are so now." not in changed


def test_solution_is_not_shown_before_it_is_due(workspace: Path, lesson: Lesson) -> None:
    """Scripts must say --spoil; after passing nobody is asked."""
    assert course_(workspace, "solution", "1.4").returncode == 2
    assert "await" in course_(workspace, "solution", "1.4", "--spoil").stdout
    assert course_(workspace, "diff", "1.1").returncode == 2
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    course_(workspace, "check", "1")
    assert "same as ours" in course_(workspace, "diff", "1").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["check", "99"], ["check", "9.9"], ["check", "1", "--all"], ["hint", "x"], ["goto", "0"],
        ["bogus"], ["check", "--bogus"], ["goto"], ["restore"], ["run", "--port", "0"], ["undo"],
        ["check", "--format", "xml"], ["--workspace", "/nowhere", "list"],
    ],
)  # fmt: skip
def test_wrong_usage_gets_a_sentence_and_a_way_out(workspace: Path, words: list[str]) -> None:
    """Exit code 2, at most three lines on stderr, nothing on stdout."""
    result = course_(workspace, *words)

    assert (result.returncode, result.stdout) == (2, "")
    assert 2 <= len(result.stderr.strip().splitlines()) <= 3, result.stderr
    assert "course" in result.stderr
    assert "Traceback" not in result.stderr


def test_restore_without_a_number_says_where_numbers_are(workspace: Path) -> None:
    """They are in the history."""
    assert "See their numbers with: course history" in course_(workspace, "restore").stderr


def test_a_misspelled_command_is_asked_back_in_one_sentence(workspace: Path) -> None:
    """A question ends with its own mark."""
    told = course_(workspace, "chekc").stderr.splitlines()

    assert told == ["No such command 'chekc'. Did you mean 'check'?",
                    "See all commands with: course --help"]  # fmt: skip


def test_a_review_is_opened_in_the_editor(workspace: Path, lesson: Lesson) -> None:
    """Its hidden folder is named, and the command that leads there; without one, the way to it."""
    env = {"VISUAL": "echo"}
    early = course_(workspace, "edit", "--review", env=env)
    assert (early.returncode, early.stdout) == (2, "")
    assert "course review" in early.stderr
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    course_(workspace, "check", "1")

    shown = course_(workspace, "review", "--early").stdout
    assert "hidden folder, .course/review" in shown
    assert "Open: course edit --review 1.1" in shown
    opened = course_(workspace, "edit", "--review", "1.1", env=env).stdout
    assert opened.strip() == str(workspace / ".course/review/lessons" / lesson.id / "main.py")
    assert "no part" in course_(workspace, "edit", "--review", "9.9", env=env).stderr


@pytest.mark.parametrize("words", [["run", "1"], ["edit", "1.2"]])
def test_a_missing_file_gets_a_way_back(workspace: Path, lesson: Lesson, words: list[str]) -> None:
    """Neither the server nor the editor is started for a file that is not there."""
    (workspace / "lessons" / lesson.id / "main.py").unlink()

    result = course_(workspace, *words)

    assert (result.returncode, result.stdout) == (2, "")
    assert f"There is no file lessons/{lesson.id}/main.py." in result.stderr
    assert "course undo 1" in result.stderr


def test_broken_history_is_said_once(workspace: Path) -> None:
    """Its list is put aside, and whoever looks for an older state hears of it."""
    (workspace / ".course" / "history").mkdir(parents=True)
    index = workspace / ".course" / "history" / "index.json"
    index.write_bytes(b"\x00garbage")

    result = course_(workspace, "undo")

    assert result.returncode == 2
    assert "index.unreadable-1.json" in result.stderr
    assert index.with_name("index.unreadable-1.json").is_file()


def test_where_nothing_can_be_kept_it_is_checked_all_the_same(
    workspace: Path, lesson: Lesson
) -> None:
    """A verdict, a note on what is missing, and no exit code for a mistake of ours."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    (workspace / ".course").write_text("in the way", "utf-8")

    result = course_(workspace, "check", "1")

    assert result.returncode == 0
    assert "cannot be written" in result.stdout
    corpus.lay(workspace, lesson, {})
    welcome = course_(workspace, "next")
    assert (welcome.returncode, welcome.stderr) == (0, "")
    assert "Your progress is not kept." in welcome.stdout


def test_two_checks_at_once_do_not_disturb_each_other(workspace: Path, lesson: Lesson) -> None:
    """Both give the right verdict and the progress file stays whole."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    command = [sys.executable, str(ROOT / "course.py"), "check", "1"]
    runs = [subprocess.Popen(command, cwd=workspace, stdout=subprocess.PIPE) for _ in range(3)]

    for run in runs:
        out, _ = run.communicate(timeout=60)
        assert run.returncode == 0, out
    progress = json.loads((workspace / ".course" / "progress.json").read_text("utf-8"))
    assert set(lesson.step_ids) == set(progress["passed"])


def test_broken_progress_is_put_aside(workspace: Path, lesson: Lesson) -> None:
    """An unreadable state costs a notice, and checking brings the passes back."""
    corpus.lay(workspace, lesson, corpus.solved(lesson))
    state = workspace / ".course"
    state.mkdir()
    (state / "progress.json").write_bytes(b"\x00garbage")

    result = course_(workspace, "check", "--all")

    assert "progress.unreadable-1.json" in result.stdout
    assert "1.1 The app: passed" in course_(workspace, "list").stdout


def test_version_and_doctor(workspace: Path) -> None:
    """The version in one word; the doctor checks our own solution."""
    assert re.fullmatch(r"course \d+\.\d+\.\d+\n", course_(workspace, "--version").stdout)
    findings = json.loads(course_(workspace, "doctor", "--format", "json").stdout)
    assert {key: value for key, value in findings[-1].items() if key in {"what", "ok"}} == {
        "what": "checking",
        "ok": True,
    }


def committed(path: Path) -> str:
    """A file as git has it, so that a learner's own work in a clone does not count."""
    name = path.relative_to(ROOT).as_posix()
    if (ROOT / ".git").exists():
        shown = subprocess.run(
            ["git", "show", f":{name}"], cwd=ROOT, capture_output=True, check=False
        )
        if shown.returncode == 0:
            return shown.stdout.decode("utf-8").replace("\r\n", "\n")
    return path.read_text("utf-8")


def test_stubs_that_are_committed_are_what_comes_out(course: Course) -> None:
    """Lessons and contracts are up to date: course dev stubs would change nothing."""
    for path, text in authoring.derived(course).items():
        assert committed(path) == text, f"{path} is out of date: course dev stubs"


def test_dev_stubs_can_be_undone(tmp_path: Path) -> None:
    """Even the authors' command keeps what a learner wrote in a clone."""
    for part in ("lessons", "solutions"):
        name = "lesson1_core_concepts"
        shutil.copytree(ROOT / part / name, tmp_path / part / name)
    mine = Course(tmp_path)
    path = tmp_path / "lessons" / mine.lessons[0].id / "main.py"
    path.write_text("mine = 1\n", "utf-8")

    assert path in authoring.write(mine, mine.lessons)
    Workspace(tmp_path, mine).step_back(mine.lessons[0])
    assert path.read_text("utf-8") == "mine = 1\n"


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--foo",), "See all commands with: course --help"),
        (("nope",), "See all commands with: course --help"),
        (("gradebook", "nope"), "See all commands with: course gradebook --help"),
        (("grade", "--foo"), "See how it is used with: course grade --help"),
        (("gradebook", "show"), "See how it is used with: course gradebook show --help"),
    ],
)
def test_wrong_usage_points_to_its_own_help(words: tuple[str, ...], remedy: str) -> None:
    """The help of the command that was used, not of all of them."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "course.py"), *words],
        capture_output=True, text=True, check=False, encoding="utf-8", timeout=60,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == remedy
