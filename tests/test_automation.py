"""Folders for services that grade: what of them can be run here is run, the rest is linted."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from checker import corpus, sandbox
from checker.automation import Entry, Kind, folder, supply, write
from checker.curriculum import Course
from checker.errors import UsageError
from checker.grading.single import judge

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = ROOT / "tests" / "schemas"
posix = pytest.mark.skipif(os.name == "nt", reason="the scripts are for Linux")
Result = subprocess.CompletedProcess[str]


def laid(kind: Kind, course: Course, target: Path, *lessons: str) -> Path:
    """Such a folder, as the command writes it."""
    write(folder(kind, supply(course), [course.lesson(name) for name in lessons]), target)
    return target


def run(words: list[str | Path], **more: Any) -> Result:
    return subprocess.run(
        list(map(str, words)),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        **more,
    )


def tool(name: str) -> str:
    """A program that came with a package, whether or not its environment is active."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return shutil.which(name, path=places) or ""


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def environment(shims: Path, **more: object) -> dict[str, str]:
    """This one, with some programs replaced."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST", "GITHUB"))
    }
    path = f"{shims}{os.pathsep}{kept['PATH']}"
    return kept | {"PATH": path} | {name: str(value) for name, value in more.items()}


def half_done(course: Course, target: Path) -> Path:
    """Lesson 1 solved, lesson 2 as it was, the others not handed in; a folder around them."""
    corpus.lay(target / "repo-main", course.lesson("1"), corpus.solved(course.lesson("1")))
    corpus.lay(target / "repo-main", course.lesson("2"), {})
    return target


# -- what a folder carries -----------------------------------------------------------------


def test_sources_can_be_installed(course: Course, tmp_path: Path) -> None:
    """pip takes the zip, and the installed course has its lessons, solutions and version."""
    for entry in supply(course).entries:
        (tmp_path / entry.path).write_bytes(entry.data)
    words = ["-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    done = run([sys.executable, *words, "--target", "site", "./course.zip[grade]"], cwd=tmp_path)
    call = "import course, checker; assert 'site' in checker.__file__; course.main()"
    shown = run(
        [sys.executable, "-P", "-c", call, "autograder", "judge", tmp_path, "--no-sandbox",
         "--lesson", "1", "--format", "json"],
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")}, cwd=tmp_path / "site",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert shown.returncode == 1, shown.stderr
    assert json.loads(shown.stdout)["max_points"] == course.lesson("1").max_points


def test_sources_are_the_same_every_time(course: Course) -> None:
    """So that a folder that was committed changes only when the course does."""
    assert supply(course) == supply(course)


def test_sources_hold_no_learner_work(course: Course) -> None:
    """An instructor may have tried the lessons in this clone."""
    archive = zipfile.ZipFile(io.BytesIO(supply(course).entries[0].data))
    name = course.lessons[0].id

    shipped = archive.read(f"course/lessons/{name}/main.py").decode()
    assert shipped == course.lessons[0].shipped["main.py"]
    tops = {entry.split("/")[1] for entry in archive.namelist()}
    assert tops == {"pyproject.toml", "README.md", "LICENSE", "constraints.txt", "course.py",
                    "checker", "solutions", "lessons", ".vscode"}  # fmt: skip


def test_given_source_is_taken(course: Course, tmp_path: Path) -> None:
    """A file travels along; what pip finds by itself is named, and git is asked for."""
    (tmp_path / "course-1.0.whl").write_bytes(b"wheel")
    wheel = supply(course, str(tmp_path / "course-1.0.whl"))
    git = supply(course, "git+https://example.com/course.git@v1")

    assert wheel.entries == (Entry("course-1.0.whl", b"wheel"),)
    assert wheel.install == "'./course-1.0.whl[grade]'"
    assert git.entries == ()
    wanted = "fastapi-production-mastery[grade] @ git+https://example.com/course.git@v1"
    assert git.install == f"'{wanted}'"
    assert b"bubblewrap git \\" in {e.path: e.data for e in folder("docker", git)}["Dockerfile"]


@pytest.mark.parametrize("source", ["no.whl", "$(evil)", "x\ny", "--index-url=x", "a'b", ""])
def test_wrong_source_is_refused(source: str, course: Course) -> None:
    """What is no file must be nothing that a shell or pip reads another way."""
    with pytest.raises(UsageError):
        supply(course, source)


def test_course_without_sources_says_so(tmp_path: Path) -> None:
    """A course that was installed from a wheel needs to be told where it comes from."""
    replaced = Course(ROOT)
    replaced.root = tmp_path
    with pytest.raises(UsageError, match="without its sources") as caught:
        supply(replaced)
    assert "--source" in caught.value.remedy


def test_nothing_is_overwritten(course: Course, tmp_path: Path) -> None:
    """A second time is fine; a file that was changed stays, and nothing else is written."""
    laid("docker", course, tmp_path / "out")
    laid("docker", course, tmp_path / "out")
    (tmp_path / "out" / "Dockerfile").write_text("mine")
    (tmp_path / "out" / "constraints.txt").unlink()

    with pytest.raises(UsageError, match="Dockerfile is there already"):
        laid("docker", course, tmp_path / "out")
    assert not (tmp_path / "out" / "constraints.txt").exists()


# -- GitHub --------------------------------------------------------------------------------


def workflow(course: Course, target: Path, *lessons: str) -> dict[str, Any]:
    path = laid("github", course, target, *lessons) / ".github" / "workflows" / "classroom.yml"
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def step(found: dict[str, Any], name: str) -> dict[str, Any]:
    steps: list[dict[str, Any]] = found["jobs"]["run-autograding-tests"]["steps"]
    return next(one for one in steps if one.get("name") == name)


def fits_schema(path: Path) -> bool:
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows"]
    return run([sys.executable, *words, path]).returncode == 0


def test_workflow_fits_the_schema(course: Course, tmp_path: Path) -> None:
    """GitHub's published one; and that would notice a mistake."""
    workflow(course, tmp_path)
    path = tmp_path / ".github" / "workflows" / "classroom.yml"
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(path.read_text("utf-8").replace("runs-on", "run-on"))

    assert fits_schema(path)
    assert not fits_schema(wrong)


def test_workflow_pins_what_it_runs(course: Course, tmp_path: Path) -> None:
    """Actions by commit; no right but to read; no credentials for the learner's code."""
    found = workflow(course, tmp_path)
    uses = [one["uses"] for one in found["jobs"]["run-autograding-tests"]["steps"] if "uses" in one]

    assert len(uses) == 4
    assert not [name for name in uses if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name)]
    assert found["permissions"] == {"contents": "read"}
    checkout = found["jobs"]["run-autograding-tests"]["steps"][0]
    assert checkout["with"] == {"persist-credentials": False}


@posix
def test_workflow_scripts_are_clean(course: Course, tmp_path: Path) -> None:
    """shellcheck has nothing to say on any of them."""
    steps = workflow(course, tmp_path)["jobs"]["run-autograding-tests"]["steps"]
    scripts = [one["run"] for one in steps if "run" in one]

    assert len(scripts) == 3
    for script in scripts:
        done = run([tool("shellcheck"), "--shell", "bash", "-"], input=script)
        assert done.returncode == 0, done.stdout


def test_workflow_installs_what_it_carries(course: Course, tmp_path: Path) -> None:
    """In the folder where the files lie."""
    install = step(workflow(course, tmp_path), "Install the course")
    place = tmp_path / install["working-directory"]

    assert "-c constraints.txt './course.zip[grade]'" in install["run"]
    carried = ["README.md", "constraints.txt", "course.zip"]
    assert sorted(path.name for path in place.iterdir()) == carried


@posix
def test_workflow_judges(course: Course, tmp_path: Path) -> None:
    """Its script, run as GitHub does: three files, a failed step, and no command in the log."""
    script = step(workflow(course, tmp_path / "flow", "2", "1"), "Judge")["run"]
    program(tmp_path / "bin" / "python", f'exec "{sys.executable}" "$@"')
    program(tmp_path / "bin" / "course", f'exec "{sys.executable}" "{ROOT / "course.py"}" "$@"')
    files = {name: tmp_path / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    done = run(
        ["bash", "-e", "-c", script], cwd=half_done(course, tmp_path / "handed in"),
        env=environment(tmp_path / "bin", RUNNER_TEMP=tmp_path, **files),
    )  # fmt: skip

    first, *_, last = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert (first, last) == (f"::stop-commands::{last.strip(':')}", f"::{last.strip(':')}::")
    assert "There is no GET /models" in done.stdout
    assert (tmp_path / "course.xml").read_text("utf-8").count("<testsuite ") == 2
    points = course.lesson("1").max_points
    most = points + course.lesson("2").max_points
    summary = files["GITHUB_STEP_SUMMARY"].read_text("utf-8")
    assert summary.startswith(f"## {points} of {most} points\n")
    result = json.loads(
        base64.b64decode(files["GITHUB_OUTPUT"].read_text().removeprefix("result="))
    )
    assert sum(test["score"] for test in result["tests"]) == points


def test_workflow_tells_the_reporter(course: Course, tmp_path: Path) -> None:
    """The variable is named after the runner, in capitals."""
    tell = step(workflow(course, tmp_path), "Tell Classroom")

    assert tell["with"] == {"runners": "course"}
    assert tell["env"] == {"COURSE_RESULTS": "${{ steps.course.outputs.result }}"}


# -- Gradescope ----------------------------------------------------------------------------


@pytest.fixture
def autograder(course: Course, tmp_path: Path) -> Path:
    """``/autograder`` as Gradescope lays it out, with a submission."""
    laid("gradescope", course, tmp_path / "made", "1", "2")
    root = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "made" / "autograder.zip") as archive:
        archive.extractall(root / "source")
    half_done(course, root / "submission")
    return root


def autograde(root: Path, **more: object) -> Result:
    """Run ``run_autograder`` with this interpreter in the place of the installed one."""
    user = "nobody-has-this-name"  # so that it runs as whoever runs the tests
    env = environment(root / "bin", AUTOGRADER_ROOT=root, AUTOGRADER_PYTHON=sys.executable,
                      AUTOGRADER_USER=user, PYTHONPATH=ROOT, **more)  # fmt: skip
    return run(["bash", root / "source" / "run_autograder"], env=env)


@posix
def test_run_autograder_writes_the_results(autograder: Path, course: Course) -> None:
    """The script itself on a real submission: valid, and what the checker says."""
    done = autograde(autograder)
    data = json.loads((autograder / "results" / "results.json").read_text("utf-8"))
    jsonschema.validate(data, json.loads((SCHEMAS / "gradescope.schema.json").read_text("utf-8")))
    lessons = [course.lesson("1"), course.lesson("2")]
    grade = judge(course, autograder / "submission", lessons, sandboxed=False)

    assert (done.returncode, done.stdout) == (0, "")
    assert grade.report is not None
    assert data["score"] == grade.points == course.lesson("1").max_points
    assert [(test["number"], test["status"]) for test in data["tests"]] == [
        (s.id, "passed" if s.status == "passed" else "failed")
        for lesson in grade.report.lessons
        for s in lesson.steps
    ]


@posix
def test_run_autograder_says_when_there_is_no_sandbox(autograder: Path) -> None:
    """It judges all the same, and the instructor reads why there is none."""
    program(autograder / "bin" / "bwrap", "echo 'bwrap: not here' >&2; exit 1")
    done = autograde(autograder)

    assert done.returncode == 0, done.stderr
    reason = "bwrap says: not here" if sys.platform == "linux" else "it needs Linux"
    assert f"No sandbox ({reason})" in done.stderr
    assert (autograder / "results" / "results.json").stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(bool(sandbox.missing()), reason=f"no sandbox here: {sandbox.missing()}")
def test_run_autograder_uses_a_sandbox_where_there_is_one(autograder: Path) -> None:
    """Without a word about it."""
    done = autograde(autograder)

    assert (done.returncode, done.stderr) == (0, "")


@posix
def test_run_autograder_gives_no_results_when_it_cannot_judge(autograder: Path) -> None:
    """Gradescope then tells that the autograder failed, and no grade is made up."""
    shutil.rmtree(autograder / "submission")
    done = autograde(autograder)

    assert done.returncode == 2
    assert "There is no file or folder" in done.stderr
    assert not (autograder / "results" / "results.json").exists()


@posix
def test_setup_installs_into_an_environment_of_its_own(autograder: Path) -> None:
    """A dry run: what it asks of Python, of apt and of the system, in which order."""
    log = autograder / "log"
    fake = f'echo "$(basename "$0") $*" >> "{log}"'
    pip = f'mkdir -p "{autograder}/venv/bin"; cp -n "$0" "{autograder}/venv/bin/python" || true'
    old = f'[ -e "{autograder}/new" ] || exit 1'
    found = f'case "$*" in *python3.12*) touch "{autograder}/new";; *python3*) exit 1;; esac'
    program(autograder / "bin" / "apt-get", f"{fake}; {found}")
    program(autograder / "bin" / "useradd", fake)
    program(autograder / "bin" / "id", "exit 1")
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        program(autograder / "bin" / name, f'case "$1" in -c) {old};; -m) {fake}; {pip};; esac')
    done = run(["bash", autograder / "source" / "setup.sh"],
               env=environment(autograder / "bin", AUTOGRADER_ROOT=autograder))  # fmt: skip

    assert done.returncode == 0, done.stderr
    got = log.read_text().splitlines()
    assert got == [
        "apt-get update",
        "apt-get install -y --no-install-recommends python3 python3-venv",
        "apt-get install -y --no-install-recommends python3.13 python3.13-venv",
        "apt-get install -y --no-install-recommends python3.12 python3.12-venv",
        f"python3.14 -m venv {autograder}/venv",
        "python -m pip install --quiet --disable-pip-version-check -c constraints.txt"
        " ./course.zip[grade]",
        "useradd --create-home --shell /usr/sbin/nologin grader",
    ]


@posix
@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_script_is_clean(name: str, autograder: Path) -> None:
    """shellcheck has nothing to say, and Gradescope can run it."""
    done = run([tool("shellcheck"), autograder / "source" / name])
    archive = zipfile.ZipFile(autograder.parent / "made" / "autograder.zip")

    assert done.returncode == 0, done.stdout
    assert archive.getinfo(name).external_attr >> 16 == 0o100755
    assert (autograder.parent / "made" / name).stat().st_mode & 0o777 == 0o755


# -- Docker --------------------------------------------------------------------------------


@pytest.mark.skipif(not tool("hadolint"), reason="hadolint is for Linux on x86-64")
def test_dockerfile_is_clean(course: Course, tmp_path: Path) -> None:
    """hadolint reads every instruction, and shellcheck every RUN; the image is not built."""
    laid("docker", course, tmp_path)
    (tmp_path / "wrong").write_text((tmp_path / "Dockerfile").read_text().replace("USER", "USR"))

    assert run([tool("hadolint"), tmp_path / "Dockerfile"]).stdout == ""
    assert run([tool("hadolint"), tmp_path / "wrong"]).returncode != 0


def test_dockerfile_does_what_graders_need(course: Course, tmp_path: Path) -> None:
    """A user without rights, the grading command, and only the course in the image."""
    laid("docker", course, tmp_path)
    text = (tmp_path / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and line[0] not in "# "]
    by_name = dict(line.split(maxsplit=1) for line in lines)

    assert by_name["ENTRYPOINT"].startswith('["course", "grade", "--gradebook", ')
    assert by_name["USER"] == re.findall(r"--uid (\d+)", text)[0]
    assert "-c constraints.txt './course.zip[grade]'" in text
    ignored = (tmp_path / ".dockerignore").read_text("utf-8").splitlines()
    assert ignored[1:] == ["*", "!course.zip", "!constraints.txt"]


# -- the commands --------------------------------------------------------------------------

Run = Callable[..., Result]


@pytest.mark.parametrize(("kind", "count"), [("github", 4), ("gradescope", 6), ("docker", 5)])
def test_command_writes_the_folder(kind: str, count: int, command: Run, tmp_path: Path) -> None:
    """It names every file, and what to do with them."""
    done = command(tmp_path, "autograder", kind, "out")
    *named, last = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(named) == sorted(
        str(path.relative_to(tmp_path)) for path in (tmp_path / "out").rglob("*") if path.is_file()
    )
    assert len(named) == count
    assert last.startswith(("Commit", "Upload", "Build"))


@pytest.mark.parametrize("kind", ["github", "gradescope", "docker"])
def test_a_folder_says_what_to_do_with_it(kind: str, course: Course, tmp_path: Path) -> None:
    """Its README names every file by what is done with it, and leaves no mark unfilled."""
    place = laid(kind, course, tmp_path, *([] if kind == "docker" else ["1", "3"]))  # type: ignore[arg-type]
    [path] = place.rglob("README.md")
    text = path.read_text("utf-8")
    named = {"github": "`.github/workflows/classroom.yml`", "gradescope": "`autograder.zip`",
             "docker": "`Dockerfile`"}  # fmt: skip

    assert named[kind] in text
    assert (place / named[kind].strip("`")).is_file()
    assert "@" not in text
    assert ("lessons 1 and 3" in text, "all lessons" in text) == (
        (False, True) if kind == "docker" else (True, False)
    )
    most = course.lesson("1").max_points + course.lesson("3").max_points
    assert (f"{most} points" in text) == (kind != "docker")


def test_the_image_keeps_its_gradebook_where_it_may_write(course: Course, tmp_path: Path) -> None:
    """Submissions are only read there, so the gradebook cannot lie beside them."""
    text = (laid("docker", course, tmp_path) / "Dockerfile").read_text("utf-8")

    assert 'ENTRYPOINT ["course", "grade", "--gradebook", "/grades/gradebook.sqlite"]' in text
    assert "install -d -o grader /grades" in text
    assert '-v "$PWD/grades:/grades"' in text


@pytest.mark.parametrize("ending", [".tar.gz", ".zip"])
def test_judge_takes_archives(ending: str, command: Run, course: Course, tmp_path: Path) -> None:
    """What course grade takes, it takes too: wherever in it the lessons lie."""
    half_done(course, tmp_path / "in")
    form = {".tar.gz": "gztar", ".zip": "zip"}[ending]
    archive = shutil.make_archive(str(tmp_path / "handed-in"), form, tmp_path / "in")
    done = command(tmp_path, "autograder", "judge", archive, "--no-sandbox", "--lesson", "1",
                   "--format", "json")  # fmt: skip

    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert json.loads(done.stdout)["points"] == course.lesson("1").max_points


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("broken.zip", "It cannot be taken in: the archive is broken (BadZipFile).\nAsk for a new"),
        ("notes.txt", "notes.txt is neither a folder nor a zip or tar file.\nGive what was handed"),
        ("nowhere", "There is no file or folder nowhere.\nGive what was handed in"),
    ],
)
def test_judge_says_what_it_cannot_take(name: str, says: str, command: Run, tmp_path: Path) -> None:
    """In a sentence, with the way out; a number of points is not printed."""
    if name != "nowhere":
        (tmp_path / name).write_bytes(b"PK rubbish")
    done = command(tmp_path, "autograder", "judge", name, "--no-sandbox")

    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_judge_tells_people_too(command: Run, course: Course, tmp_path: Path) -> None:
    """Without a format, what a learner would see; problems for editors."""
    half_done(course, tmp_path / "in")
    words = ("autograder", "judge", "in", "--no-sandbox", "--lesson", "2")
    shown = command(tmp_path, *words)
    problems = command(tmp_path, *words, "--format", "problems")

    assert shown.returncode == problems.returncode == 1
    assert shown.stderr == "No sandbox (asked for): their code runs as you.\n"
    assert f"0 of {course.lesson('2').max_points} points" in shown.stdout
    assert problems.stdout.startswith("lessons/lesson2_request_handling/main.py:")
