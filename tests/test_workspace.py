"""The learner's files: found, kept, reset, and brought back."""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from checker import corpus, progress, regular, storage
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.history import KEEP, History
from checker.progress import Progress
from checker.serving import command
from checker.workspace import Workspace, find, init, shipped

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def workspace(course: Course, lesson: Lesson, tmp_path: Path) -> Workspace:
    """A workspace in which the learner has written something."""
    corpus.lay(tmp_path, lesson, corpus.solved(lesson))
    return Workspace(tmp_path, course)


def main(workspace: Workspace) -> Path:
    return workspace.file(workspace.course.lessons[0], "main.py")


def test_found_from_below(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any folder inside a workspace will do."""
    monkeypatch.chdir(main(workspace).parent)
    monkeypatch.delenv("COURSE_WORKSPACE", raising=False)

    assert workspace.root.resolve() == find()


def test_no_workspace_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of a workspace, the way in is named."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COURSE_WORKSPACE", raising=False)

    with pytest.raises(UsageError, match="no workspace") as caught:
        find()

    assert "course init" in caught.value.remedy


def test_reset_gives_the_stub_and_undo_gives_the_work_back(
    workspace: Workspace, lesson: Lesson
) -> None:
    """A reset loses nothing."""
    mine = main(workspace).read_text("utf-8")

    workspace.reset(lesson)

    assert lesson.shipped["main.py"] == main(workspace).read_text("utf-8")
    assert workspace.step_back(lesson) is not None
    assert mine == main(workspace).read_text("utf-8")
    assert workspace.step_forward(lesson) is not None
    assert lesson.shipped["main.py"] == main(workspace).read_text("utf-8")


def test_reset_of_one_step_leaves_the_others(workspace: Workspace, lesson: Lesson) -> None:
    """Only the step's regions go back."""
    workspace.reset(lesson, "1.4")

    assert workspace.is_todo(lesson, "1.4")
    assert not any(workspace.is_todo(lesson, s) for s in lesson.step_ids if s != "1.4")


def test_reset_of_a_step_without_markers_is_refused(workspace: Workspace, lesson: Lesson) -> None:
    """Without its markers a step cannot be found, and nothing is changed."""
    text = main(workspace).read_text("utf-8").replace("# region 1.4", "")
    main(workspace).write_text(text, "utf-8")

    with pytest.raises(UsageError, match="region 1.4"):
        workspace.reset(lesson, "1.4")

    assert text == main(workspace).read_text("utf-8")


def test_undo_goes_back_state_by_state(workspace: Workspace, lesson: Lesson) -> None:
    """Each undo is one state older, until there is none; new work is never lost."""
    texts = [f"# state {n}\n" for n in range(4)]
    for text in texts:
        main(workspace).write_text(text, "utf-8")
        workspace.keep(lesson, "check")
    main(workspace).write_text("# unchecked\n", "utf-8")

    seen = []
    while workspace.step_back(lesson):
        seen.append(main(workspace).read_text("utf-8"))

    assert list(reversed(texts)) == seen
    for text in [*texts[1:], "# unchecked\n"]:
        assert workspace.step_forward(lesson) is not None
        assert text == main(workspace).read_text("utf-8")
    assert workspace.step_forward(lesson) is None


def test_undo_takes_away_what_was_not_there(workspace: Workspace, lesson: Lesson) -> None:
    """A file made after a state is gone when that state is back, and comes with redo."""
    workspace.keep(lesson, "check")
    extra = workspace.file(lesson, "extra.py")
    extra.write_text("x = 1\n", "utf-8")

    workspace.step_back(lesson)
    assert not extra.exists()
    workspace.step_forward(lesson)
    assert extra.read_text("utf-8") == "x = 1\n"


def test_undo_goes_back_the_way_one_came(workspace: Workspace, lesson: Lesson) -> None:
    """A reset that was undone is not met again; redo goes on to what came last."""
    main(workspace).write_text("# first\n", "utf-8")
    workspace.reset(lesson)
    workspace.step_back(lesson)
    main(workspace).write_text("# second\n", "utf-8")
    workspace.keep(lesson, "check")

    workspace.step_back(lesson)
    assert main(workspace).read_text("utf-8") == "# first\n"
    workspace.step_forward(lesson)
    assert main(workspace).read_text("utf-8") == "# second\n"
    assert workspace.step_forward(lesson) is None
    reset = next(state for state in workspace.history.states if state.why.startswith("reset"))
    workspace.restore(lesson, reset)
    assert workspace.step_forward(lesson) is None


def test_any_state_can_be_restored(workspace: Workspace, lesson: Lesson) -> None:
    """A state knows what passed with it, and restoring it keeps what was there."""
    for n in range(3):
        main(workspace).write_text(f"# state {n}\n", "utf-8")
        workspace.keep(lesson, "check")
    workspace.history.note(lesson.id, ["1.1"])
    first, *_, last = workspace.history.states

    workspace.restore(lesson, first)

    assert main(workspace).read_text("utf-8") == "# state 0\n"
    assert (first.passed, last.passed) == (None, ("1.1",))
    workspace.step_back(lesson)
    assert main(workspace).read_text("utf-8") == "# state 2\n"


def test_history_is_bounded(tmp_path: Path) -> None:
    """Old states go, with the files and the origin that only they had."""
    history = History(tmp_path)
    for number in range(KEEP + 20):
        base = {"main.py": "older" if number < 10 else "newer"}
        history.keep("lesson", {"main.py": str(number).encode()}, "check", base)

    assert len(History(tmp_path).states) == KEEP
    blobs = [p.read_bytes() for p in (tmp_path / "blobs").rglob("*") if p.is_file()]
    assert [blob for blob in blobs if b"main.py" in blob] == [b'{"main.py": "newer"}']
    assert len(blobs) == KEEP + 1


def test_a_restore_is_taken_back_by_one_undo(workspace: Workspace, lesson: Lesson) -> None:
    """Also what was in the file before it and in no state yet; and redo restores again."""
    for text in ("# first\n", "# second\n"):
        main(workspace).write_text(text, "utf-8")
        first = workspace.history.number(workspace.keep(lesson, "check").number - 1)
    assert first is not None
    main(workspace).write_text("# not kept yet\n", "utf-8")

    workspace.restore(lesson, first)
    assert main(workspace).read_text("utf-8") == "# first\n"
    workspace.step_back(lesson)
    assert main(workspace).read_text("utf-8") == "# not kept yet\n"
    workspace.step_forward(lesson)
    assert main(workspace).read_text("utf-8") == "# first\n"


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"states": 3}', b"\xff\xfe", b"null"])
def test_unreadable_history_is_put_aside(tmp_path: Path, damage: bytes) -> None:
    """A broken index is kept under another name, and a new one begins."""
    (tmp_path / "index.json").write_bytes(damage)

    history = History(tmp_path)

    assert history.states == ()
    assert "index.unreadable-1.json" in history.notice
    assert damage == (tmp_path / "index.unreadable-1.json").read_bytes()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b'{"version": 99}', b"\xff", b"null", b"[" * 100_000]
)
def test_unreadable_progress_is_put_aside_with_a_notice(tmp_path: Path, damage: bytes) -> None:
    """A broken progress file is kept, and the learner hears how to rebuild it."""
    path = tmp_path / "progress.json"
    path.write_bytes(damage)

    found, notice = progress.load(path)

    assert found.passed == {}
    assert "course check --all" in notice
    assert damage == (tmp_path / "progress.unreadable-1.json").read_bytes()


@pytest.mark.parametrize("damage", [None, b"another content"])
def test_a_state_that_is_not_whole_changes_nothing(
    workspace: Workspace, lesson: Lesson, damage: bytes | None
) -> None:
    """A file of the history that is gone, or was changed, is said, and yours stay."""
    main(workspace).write_text("# first\n", "utf-8")
    first = workspace.keep(lesson, "check")
    main(workspace).write_text("# second\n", "utf-8")
    digest = first.files["main.py"]
    blob = workspace.state / "history" / "blobs" / digest[:2] / digest
    blob.unlink()
    if damage is not None:
        blob.write_bytes(damage)

    with pytest.raises(UsageError, match=r"main\.py in state 1") as caught:
        workspace.step_back(lesson)

    assert "course history" in caught.value.remedy
    assert main(workspace).read_text("utf-8") == "# second\n"
    assert workspace.changed_lines(workspace.history.states[-1]) != (0, 0)


def test_what_was_taken_out_of_the_history_is_kept_again(
    workspace: Workspace, lesson: Lesson
) -> None:
    """Before files are changed they are in the history, also if somebody emptied it."""
    main(workspace).write_text("# mine\n", "utf-8")
    workspace.keep(lesson, "check")
    shutil.rmtree(workspace.state / "history" / "blobs")

    workspace.reset(lesson)
    workspace.step_back(lesson)

    assert main(workspace).read_text("utf-8") == "# mine\n"


def test_a_file_that_cannot_be_read_stops_a_reset(
    workspace: Workspace, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be kept is not written over; the file is named, and not the lock."""

    def refused(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(regular, "own", refused)
        with workspace.locked(), pytest.raises(UsageError, match="cannot be read") as caught:
            workspace.reset(lesson)

    assert "lock" not in caught.value.message
    assert "permissions" in caught.value.remedy


@pytest.mark.parametrize("name", [".course", "lessons/{}/main.py"])
def test_what_stands_in_the_way_is_said(workspace: Workspace, lesson: Lesson, name: str) -> None:
    """A file where a folder belongs, or the other way round: rename it."""
    path = workspace.root / name.format(lesson.id)
    if name == ".course":
        path.write_text("mine", "utf-8")
    else:
        path.unlink()
        path.mkdir()

    with pytest.raises(UsageError) as caught, workspace.locked():
        workspace.reset(lesson)

    assert "rename" in caught.value.remedy
    assert path.exists()


def test_progress_survives_a_round_trip(tmp_path: Path) -> None:
    """What is saved is what is loaded."""
    path = tmp_path / "progress.json"
    mine = Progress("lesson1", "2026-01-01T00:00:00+00:00", {"1.1": "x"}, {"1.2": 2}, ("1.3",))
    progress.save(path, mine)

    assert (mine, "") == progress.load(path)


def test_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a write fails, the old content stays and nothing is left lying about."""
    path = tmp_path / "main.py"
    path.write_text("mine", "utf-8")

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="no space left"):
        storage.write(path, b"new")

    assert path.read_text("utf-8") == "mine"
    assert [path] == list(tmp_path.iterdir())


class Killed(BaseException):
    """As abrupt as a kill: nobody cleans up."""


def test_git_leaves_out_what_apps_write(course: Course) -> None:
    """What this repository does not want of the lessons, a workspace does not either."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    lessons = {line.removeprefix("lessons/*/") for line in ignored if line.startswith("lessons/*/")}

    assert {".env", "exports/", "model.json"} <= lessons | {".env"}
    assert lessons | {".env"} <= set(shipped(course)[".gitignore"].split())


def test_a_saved_env_file_starts_the_app_again(tmp_path: Path, lesson: Lesson) -> None:
    """Settings are read at the start, so the app has to start again for them."""
    words = command(tmp_path, lesson, 8000)

    assert words[words.index("--reload-include") + 1] == ".env"


def test_what_a_kill_left_half_written_goes(
    workspace: Workspace, lesson: Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed write's draft is removed by the next command, and nothing but it."""
    mine = [f".main.py.{end}" for end in ("abcd1234", "swp", "abcd1234.course-draft.bak")]
    for name in mine:
        workspace.file(lesson, name).write_text("mine", "utf-8")

    def killed(*_: Any) -> None:
        raise Killed

    targets = [workspace.file(lesson, "main.py"), workspace.state / "history" / "index.json",
               workspace.root / ".gitignore"]  # fmt: skip
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", killed)
        for path in targets:
            with pytest.raises(Killed):
                storage.write(path, b"new")
    assert len(drafts(workspace)) == len(targets)

    with Workspace(workspace.root, workspace.course).locked():
        assert drafts(workspace) == []
    left = sorted(path.name for path in workspace.folder(lesson).glob(".main.py*"))
    assert left == sorted(mine)


def drafts(workspace: Workspace) -> list[Path]:
    return list(workspace.root.rglob("*.course-draft"))


def test_an_init_that_was_killed_is_finished(
    tmp_path: Path, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second try adds what is missing; what was there by then stays."""
    folder, left, write = tmp_path / "mine", [None] * 10, storage.write

    def killed(path: Path, data: bytes, lasting: bool = True) -> None:
        if not left:
            raise Killed
        left.pop()
        write(path, data, lasting)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write", killed)
        with pytest.raises(Killed):
            init(folder, course)
    path = folder / "lessons" / course.lessons[0].id / "main.py"
    path.write_text("mine", "utf-8")

    init(folder, course)

    assert path.read_text("utf-8") == "mine"
    missing = [name for name in shipped(course) if not (folder / name).is_file()]
    assert missing == []
    with pytest.raises(UsageError, match="already"):
        init(folder, course)


def test_init_makes_a_workspace_once(tmp_path: Path, course: Course) -> None:
    """A new workspace has every lesson as a stub; a second init touches nothing."""
    folder = tmp_path / "mine"
    init(folder, course)
    path = folder / "lessons" / course.lessons[0].id / "main.py"

    assert course.lessons[0].shipped["main.py"] == path.read_text("utf-8")
    assert (folder / ".vscode" / "settings.json").is_file()
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="already"):
        init(folder, course)
    assert path.read_text("utf-8") == "mine"


WRITER = """
import sys
from pathlib import Path
from checker.curriculum import Course
from checker.workspace import Workspace
root, course, run = Path(sys.argv[1]), Course(Path(sys.argv[2])), sys.argv[3]
lesson = course.lessons[0]
print("ready", flush=True)
n = 0
while True:
    workspace = Workspace(root, course)
    with workspace.locked():
        workspace.reset(lesson)
        workspace.step_back(lesson)
        n += 1
        workspace.file(lesson, "main.py").write_text(f"# work {run} {n}\\n" * 2000)
        print(f"# work {run} {n}", flush=True)
        workspace.keep(lesson, "check")
        print("kept", flush=True)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_kill_at_any_moment_loses_nothing(
    workspace: Workspace, lesson: Lesson, tmp_path: Path
) -> None:
    """Killed while it resets and undoes: what was kept last is on disk or in the history."""
    chance = random.Random(7)
    for run in range(15):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(ROOT), str(run)],
            stdout=subprocess.PIPE, cwd=ROOT, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.08))  # the moment of the kill, not a wait
        process.kill()
        told = process.communicate()[0].splitlines()
        kept = [work for work, after in zip(told, told[1:], strict=False) if after == "kept"]
        history = History(workspace.state / "history")
        contents = [history.content(state)["main.py"].decode() for state in history.states]
        texts = [main(workspace).read_text("utf-8"), *contents]

        assert list(workspace.state.rglob("*.unreadable-*")) == []
        if kept:
            assert f"{kept[-1]}\n" * 2000 in texts


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_what_a_program_lays_in_the_place_of_its_file(tmp_path: Path, course: Course) -> None:
    """A FIFO, a folder or an endless device is no text, and nobody waits for it."""
    init(tmp_path / "ws", course)
    workspace, lesson = Workspace(tmp_path / "ws", course), course.lessons[0]
    path = workspace.file(lesson, "main.py")
    text = workspace.text(lesson, "main.py")
    path.rename(tmp_path / "elsewhere.py")
    path.symlink_to(tmp_path / "elsewhere.py")
    assert workspace.text(lesson, "main.py") == text
    path.unlink()
    os.mkfifo(path)
    assert workspace.text(lesson, "main.py") == ""
    path.unlink()
    path.symlink_to("/dev/zero")
    assert workspace.text(lesson, "main.py") == ""
