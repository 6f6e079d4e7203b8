"""course update: newer texts come in, and nobody's work goes."""

from __future__ import annotations

import io
import itertools
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from checker import __version__, corpus, storage, update
from checker.console import Look, show_update
from checker.curriculum import Course, Lesson
from checker.errors import UsageError
from checker.study import Study
from checker.update import Ledger, merge
from checker.workspace import Workspace, init, shipped

Command = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Old:
    """A workspace that an older course made, whose texts the tests decide."""

    workspace: Workspace
    lesson: Lesson

    def path(self, name: str = "main.py") -> Path:
        return self.workspace.file(self.lesson, name)

    def name(self, name: str = "main.py") -> str:
        return f"lessons/{self.lesson.id}/{name}"

    @property
    def new(self) -> str:
        return self.lesson.texts["main.py"]

    def older(self, change: Callable[[str], str], name: str = "main.py") -> str:
        """The older course had this text; the learner has it too."""
        text = change(self.lesson.texts[name])
        assert text != self.lesson.texts[name]
        self.workspace.origin.remember(self.name(name), text)
        self.path(name).write_text(text, "utf-8")
        return text

    def write(self, text: str, name: str = "main.py") -> str:
        self.path(name).write_text(text, "utf-8")
        return text

    def read(self, name: str = "main.py") -> str:
        return self.path(name).read_text("utf-8")

    def update(self) -> dict[str, str]:
        """Outcomes by file name, below the first lesson where they are."""
        ledger = update.update(self.workspace)
        below = f"lessons/{self.lesson.id}/"
        return {entry.file.removeprefix(below): entry.outcome for entry in ledger.entries}


@pytest.fixture
def old(course: Course, tmp_path: Path) -> Old:
    init(tmp_path / "mine", course)
    return Old(Workspace(tmp_path / "mine", course), course.lessons[0])


def head(text: str) -> str:
    """With another first line, as if the newer course had changed it."""
    return "# An older first line.\n" + text


def tail(text: str) -> str:
    return text + "\n\ndef mine() -> int:\n    return 1\n"


def files(workspace: Workspace) -> dict[str, bytes]:
    """Everything a learner sees of a workspace."""
    paths = (p for p in workspace.root.rglob("*") if p.is_file())
    found = {p.relative_to(workspace.root).as_posix(): p.read_bytes() for p in paths}
    return {name: data for name, data in found.items() if not name.startswith(".course/")}


def test_init_remembers_what_it_came_from(old: Old) -> None:
    """The version and every shipped text are in .course/base."""
    assert old.workspace.origin.version == __version__
    for name, text in shipped(old.workspace.course).items():
        assert old.workspace.origin.text(name) == text
        assert (old.workspace.root / name).read_text("utf-8") == text


def test_nothing_new_changes_nothing(old: Old) -> None:
    """A workspace of the same version stays as it is, byte for byte."""
    old.write(tail(old.new))
    before = files(old.workspace)

    assert old.update() == {"main.py": "kept"}
    assert files(old.workspace) == before
    assert old.workspace.history.states == ()


def test_an_untouched_file_is_replaced(old: Old) -> None:
    """What the learner has not changed becomes the newer text, and undo takes it back."""
    text = old.older(head)

    assert old.update() == {"main.py": "replaced"}
    assert old.read() == old.new
    assert old.workspace.step_back(old.lesson) is not None
    assert old.read() == text


def test_what_was_undone_is_offered_again(old: Old) -> None:
    """Update, undo, update: the same again, replaced and merged; redo is an update too."""
    text = old.older(head)
    old.older(head, "README.md")
    once = {"main.py": "replaced", "README.md": "replaced"}

    assert old.update() == once
    old.workspace.step_back(old.lesson)
    assert old.read() == text
    assert old.update() == once
    old.workspace.step_back(old.lesson)
    mine = old.write(tail(text))
    assert old.update() == once | {"main.py": "merged"}
    merged = old.read()
    old.workspace.step_back(old.lesson)
    assert old.read() == mine
    old.workspace.step_forward(old.lesson)
    assert (old.read(), old.update()) == (merged, {"main.py": "kept"})


def test_without_a_record_an_undone_update_is_offered_again(old: Old) -> None:
    """Nobody knew what the file came from, and after the undo nobody does."""
    shutil.rmtree(old.workspace.state / "base")
    mine = old.write(head(tail(old.new)))

    assert old.update() == {"main.py": "new beside"}
    old.workspace.step_back(old.lesson)
    assert old.update() == {"main.py": "new beside"}
    assert old.read() == mine


def test_states_of_a_course_that_kept_no_base_still_come_back(old: Old) -> None:
    """A history from before the texts were kept with it can be undone as it always could."""
    text = old.older(head)
    old.update()
    index = old.workspace.state / "history" / "index.json"
    told = json.loads(index.read_text("utf-8"))
    for state in told["states"]:
        del state["base"]
    index.write_text(json.dumps(told), "utf-8")

    fresh = Workspace(old.workspace.root, old.workspace.course)
    assert fresh.step_back(old.lesson) is not None
    assert old.read() == text


def test_an_edited_file_is_kept_when_its_stub_did_not_change(old: Old) -> None:
    """Another file of the lesson may be newer: the learner's own stays."""
    old.older(head, "README.md")
    text = old.write(tail(old.new))

    assert old.update() == {"main.py": "kept", "README.md": "replaced"}
    assert old.read() == text
    assert old.read("README.md") == old.lesson.reading


def test_both_changes_are_merged(old: Old) -> None:
    """The course's change and the learner's are both in the file; undo gives theirs back."""
    mine = old.write(tail(old.older(head)))

    assert old.update() == {"main.py": "merged"}
    assert old.read() == tail(old.new)
    old.workspace.step_back(old.lesson)
    assert old.read() == mine
    old.workspace.step_forward(old.lesson)
    assert old.read() == tail(old.new)


def test_a_solved_lesson_is_merged_and_still_solved(old: Old) -> None:
    """Answers in their regions stay when the course changes what is outside of them."""
    old.older(head)
    for name, text in corpus.solved(old.lesson).items():
        old.write(head(text), name)

    assert old.update() == {"main.py": "merged"}
    assert old.read() == corpus.solved(old.lesson)["main.py"]


def test_in_a_conflict_the_learners_stays(old: Old) -> None:
    """The newer text lies beside it, undo takes it away, and the file is as it was."""
    old.older(lambda text: text.replace("# TODO 1.1:", "# TODO 1.1: formerly"))
    mine = old.write(old.read().replace("# TODO 1.1: formerly", "# my answer to"))

    assert old.update() == {"main.py": "new beside"}
    assert old.read() == mine
    assert old.read("main.new.py") == old.new
    assert old.update() == {"main.py": "kept"}
    old.workspace.step_back(old.lesson)
    assert not old.path("main.new.py").exists()
    assert old.read() == mine


def test_a_conflict_in_the_reading_can_be_undone(old: Old) -> None:
    """A reading with notes in it is treated the same."""
    old.older(lambda text: "# Old title\n" + text.partition("\n")[2], "README.md")
    notes = old.write("# My notes\n" + old.read("README.md").partition("\n")[2], "README.md")

    assert old.update() == {"README.md": "new beside"}
    assert (old.read("README.md"), old.read("README.new.md")) == (notes, old.lesson.reading)
    old.workspace.step_back(old.lesson)
    assert not old.path("README.new.md").exists()


def test_what_is_new_is_added_and_what_is_gone_stays(old: Old) -> None:
    """A file the older course did not have comes; one the newer does not have is left."""
    base = old.workspace.state / "base"
    (base / old.name("services.py")).unlink()
    old.path("services.py").unlink()
    old.write("x = 1\n", "extra.py")
    old.workspace.origin.remember(old.name("extra.py"), "x = 1\n")

    assert old.update() == {"services.py": "added"}
    assert old.read("services.py") == old.lesson.shipped["services.py"]
    assert old.read("extra.py") == "x = 1\n"


def test_a_whole_lesson_can_be_new(old: Old) -> None:
    """All files of a lesson that was not there are added."""
    shutil.rmtree(old.path().parent)
    shutil.rmtree(old.workspace.state / "base" / "lessons" / old.lesson.id)

    assert set(old.update().values()) == {"added"}
    assert old.read() == old.new


def test_a_file_that_was_deleted_on_purpose_stays_away(old: Old) -> None:
    """It comes again only when the course has a newer one."""
    old.path("README.md").unlink()
    assert old.update() == {}
    assert not old.path("README.md").exists()

    old.older(head, "README.md")
    old.path("README.md").unlink()
    assert old.update() == {"README.md": "added"}


@pytest.mark.parametrize("state", ["no base", "unreadable base"])
def test_a_workspace_without_a_record_loses_nothing(old: Old, state: str) -> None:
    """Where nobody knows what a file came from, the learner's stays."""
    base = old.workspace.state / "base"
    if state == "no base":
        shutil.rmtree(base)
    else:
        (base / old.name()).write_bytes(b"\xff\xfe")
        (base / "version.json").write_bytes(b"[]")
    mine = old.write(head(tail(old.new)))

    assert old.update() == {"main.py": "new beside"}
    assert (old.read(), old.read("main.new.py")) == (mine, old.new)
    assert (old.workspace.origin.version, old.update()) == (__version__, {"main.py": "kept"})


def test_the_second_run_is_no_run(old: Old) -> None:
    """After an update there is nothing left to do, and no state is kept for it."""
    old.write(tail(old.older(head)))
    old.older(head, "README.md")
    old.update()
    before, states = files(old.workspace), old.workspace.history.states

    assert old.update() == {"main.py": "kept"}
    assert files(old.workspace) == before
    assert old.workspace.history.states == states


def test_windows_line_ends_stay(old: Old) -> None:
    """A file with CRLF is compared by its lines, and keeps its line ends."""
    text = tail(old.older(head))
    old.path().write_bytes(text.replace("\n", "\r\n").encode())

    assert old.update() == {"main.py": "merged"}
    assert old.path().read_bytes() == tail(old.new).replace("\n", "\r\n").encode()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_history_does_not_keep_is_not_written_to(old: Old, tmp_path: Path) -> None:
    """A link stays a link, and what is no text stays what it is."""
    old.older(head)
    elsewhere = tmp_path / "elsewhere.py"
    elsewhere.write_text(old.read(), "utf-8")
    old.path().unlink()
    old.path().symlink_to(elsewhere)
    old.older(head, "store.py")
    old.path("store.py").write_bytes(b"\xff\x00")

    assert old.update() == {"main.py": "new beside", "store.py": "new beside"}
    assert old.path().is_symlink()
    assert elsewhere.read_text("utf-8") == head(old.new)
    assert old.path("store.py").read_bytes() == b"\xff\x00"


def test_editor_settings_are_replaced_only_untouched(old: Old) -> None:
    """Settings with changes of one's own stay; the newer ones lie beside them."""
    for name in (".vscode/tasks.json", ".vscode/launch.json"):
        old.workspace.origin.remember(name, "{}\n")
        (old.workspace.root / name).write_text("{}\n", "utf-8")
    (old.workspace.root / ".vscode/launch.json").write_text('{"mine": 1}\n', "utf-8")

    found = old.update()

    assert found == {".vscode/launch.json": "new beside", ".vscode/tasks.json": "replaced"}
    assert (old.workspace.root / ".vscode/launch.json").read_text("utf-8") == '{"mine": 1}\n'
    assert (old.workspace.root / ".vscode/launch.new.json").is_file()


class Killed(BaseException):
    """As abrupt as a kill: nobody catches it on the way."""


def test_killed_after_any_write_the_next_run_finishes(
    old: Old, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped after so many writes, a second run ends with the same files as an unbroken one."""
    # The learner's change looks like the course's, and is beside it: merged twice, what is
    # new could come in twice.
    blank = "\n\n\n"
    old.older(lambda text: text.replace(blank, "\n\n", 1))
    mine = old.write(tail(old.read().replace(blank, "\n\n\n\n", 1)))
    wanted = tail(old.new).replace(blank, "\n\n\n\n", 2).replace("\n\n\n\n", blank, 1)
    for writes in itertools.count():
        folder = tmp_path / str(writes)
        shutil.copytree(old.workspace.root, folder)
        copy = Old(Workspace(folder, old.workspace.course), old.lesson)
        killed = killed_after(writes, copy, monkeypatch)
        assert mine in [copy.read(), *states(copy)]

        again = Old(Workspace(folder, old.workspace.course), old.lesson)
        again.update()
        assert again.read() == wanted
        assert not again.path("main.new.py").exists()
        assert again.update() == {"main.py": "kept"}
        if not killed:
            break
    assert writes > 5


def killed_after(writes: int, old: Old, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Begin an update and stop it at a write; whether it came so far."""
    left, write = [None] * writes, storage.write

    def counted(path: Path, data: bytes, lasting: bool = True) -> None:
        if not left:
            raise Killed
        left.pop()
        write(path, data, lasting)

    with monkeypatch.context() as patched:
        patched.setattr(storage, "write", counted)
        try:
            old.update()
        except Killed:
            return True
    return False


def states(old: Old) -> list[str]:
    history = Workspace(old.workspace.root, old.workspace.course).history
    return [history.content(state)["main.py"].decode() for state in history.states]


BASE = "a\nb\nc\nd\ne\n"


@pytest.mark.parametrize(
    ("mine", "new", "merged"),
    [
        (BASE + "mine\n", "new\n" + BASE, "new\n" + BASE + "mine\n"),
        (BASE, BASE + "new\n", BASE + "new\n"),
        (BASE + "x\n", BASE + "x\n", BASE + "x\n"),
        (BASE + "mine", "new\n" + BASE, "new\n" + BASE + "mine\n"),
        (BASE + "mine\n", BASE + "new\n", None),
        ("", "new\n" + BASE, None),
    ],
)
def test_merge(mine: str, new: str, merged: str | None) -> None:
    """Changes in different places go together; in the same place there is no answer."""
    assert merge(BASE, mine, new) == merged


def test_merge_never_makes_code_that_cannot_be_read() -> None:
    """Two sound changes that together are no Python are left to the learner."""
    base = "def f():\n    a = 1\n    b = 2\n    return a\n"
    mine = "def f(\n    x=0,\n):\n    a = 1\n    b = 2\n    return a\n"
    new = "class f:\n    a = 1\n    b = 2\n    def g(self):\n        return 1\n"
    assert merge(base, mine, base.replace("b = 2", "b = 3")) is not None

    assert merge(base, mine, new) is None


def test_in_a_clone_git_brings_the_newer_texts(course: Course) -> None:
    """The course's own folder is not updated by us."""
    with pytest.raises(UsageError, match="the course itself") as caught:
        update.update(Workspace(ROOT, course))

    assert "git pull" in caught.value.remedy


def test_an_older_course_is_not_brought_in(old: Old) -> None:
    """The workspace is ahead: the way out is to install the newer course."""
    old.workspace.origin.record({}, "99.0.0")
    with pytest.raises(UsageError, match=r"version 99\.0\.0"):
        update.update(old.workspace)


def test_another_version_is_told(old: Old, course: Course) -> None:
    """Whoever has installed a newer course hears how to bring it in."""
    assert Study(course, old.workspace).notice == ""
    old.workspace.origin.record({}, "0.0.1")
    assert "course update" in Study(course, old.workspace).notice


def plain(ledger: Ledger) -> str:
    console = Console(file=io.StringIO(), width=200)
    show_update(Look(True, console=console), ledger)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_ledger_says_what_became_of_each_file(old: Old) -> None:
    """Every outcome is a word, and the way back is named."""
    old.older(lambda text: text.replace("# TODO 1.1:", "# TODO 1.1: formerly"))
    old.write(old.read().replace("# TODO 1.1: formerly", "# my answer to"))
    old.older(head, "README.md")
    old.workspace.origin.record({}, "0.0.1")

    ledger = update.update(old.workspace)

    assert plain(ledger).splitlines() == [
        f"From version 0.0.1 to {__version__}:",
        f"  {old.name()}: new beside",
        f"  {old.name('README.md')}: replaced",
        "You and the course changed the same lines. Your file stays as it is, and the new "
        "text lies beside it. Take from it what you need, then delete it:",
        f"  {old.name('main.new.py')}",
        "What was there is kept. Take a lesson's update back with:",
        "  course undo 1",
    ]
    assert "up to date" in plain(update.update(old.workspace))


def test_paths_stay_whole_where_it_is_narrow(old: Old) -> None:
    """At 40 columns a path stands in one piece, to be copied, and its outcome below."""
    old.older(head)
    console = Console(file=io.StringIO(), width=40, color_system=None)
    show_update(Look(False, console=console), update.update(old.workspace))

    lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]
    assert lines[lines.index(f"  {old.name()}") + 1] == "      replaced"


def test_the_command_reports_for_people_and_programs(old: Old, command: Command) -> None:
    """course update prints the ledger, or one JSON object; in a clone it ends with 2."""
    old.older(head)
    before = old.workspace.root

    told = command(before, "update", "--format", "json")
    again = command(before, "update")
    undone = command(before, "undo", "1")
    offered = "Bring the course's newer texts in again with: course update"

    assert json.loads(told.stdout) == {
        "from": __version__,
        "to": __version__,
        "files": [{"file": old.name(), "outcome": "replaced", "beside": None}],
    }
    assert again.stdout == f"Everything is up to date with version {__version__}.\n"
    assert undone.returncode == 0
    assert undone.stdout.splitlines()[-1] == offered
    assert old.read() == head(old.new)
    assert command(ROOT, "update").returncode == 2
