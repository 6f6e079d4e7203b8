"""The real program on a pseudo-terminal: keys in, screen out."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyte
import pytest

from checker import corpus
from checker.curriculum import Course, Lesson

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
import fcntl  # noqa: E402
import struct  # noqa: E402
import termios  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 20.0
"""Seconds until a screen counts as wrong; a right one is there at once."""


class Terminal:
    """One program on a terminal of its own."""

    def __init__(
        self,
        words: list[str],
        cwd: Path,
        columns: int,
        env: dict[str, str] | None = None,
        script: str = "",
    ) -> None:
        self.screen = pyte.Screen(columns, 40)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self._ours, self._theirs = pty.openpty()
        self.resize(columns)
        self.before = termios.tcgetattr(self._theirs)
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "PYTEST"))}
        for name in ("NO_COLOR", "COLUMNS", "LINES", "CI", "LESS"):
            kept.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, *(["-c", script] if script else [str(ROOT / "course.py")]), *words],
            cwd=cwd, stdin=self._theirs, stdout=self._theirs, stderr=self._theirs, process_group=0,
            env=kept | {"TERM": "xterm-256color", "PAGER": "cat", **(env or {})},
        )  # fmt: skip

    def resize(self, columns: int, lines: int = 40) -> None:
        size = struct.pack("HHHH", lines, columns, 0, 0)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)
        self.screen.resize(lines, columns)

    def press(self, key: str) -> None:
        os.write(self._ours, key.encode())

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def see(self, *words: str) -> None:
        """Read until all these words are on the screen at once."""
        end = time.monotonic() + PATIENCE
        while not all(word in " ".join(self.text.split()) for word in words):
            assert self._read(end), f"never saw {words} but:\n{self.text}"

    def _read(self, end: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0, end - time.monotonic()))
        if not ready:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)

    def ended(self) -> int:
        """The exit code; what is still printed is taken in meanwhile."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < end:
            self._read(time.monotonic() + 0.05)
        return self.process.wait(timeout=1)

    @property
    def is_as_it_was(self) -> bool:
        return bool(termios.tcgetattr(self._theirs) == self.before)

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._theirs)
        os.close(self._ours)
        self._ours = self._theirs = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for fd in (self._ours, self._theirs):
            if fd >= 0:
                os.close(fd)


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons[0]


@pytest.fixture
def workspace(course: Course, tmp_path: Path) -> Path:
    for lesson in course.lessons:
        corpus.lay(tmp_path, lesson, {})
    return tmp_path


@pytest.fixture
def start(workspace: Path) -> Iterator[Any]:
    """Starts programs in the workspace and ends them after the test."""
    running: list[Terminal] = []

    def make(
        *words: str, columns: int = 80, env: dict[str, str] | None = None, script: str = ""
    ) -> Terminal:
        running.append(Terminal(list(words), workspace, columns, env, script))
        return running[-1]

    yield make
    for terminal in running:
        terminal.close()


def save(workspace: Path, lesson: Lesson, steps: list[str]) -> None:
    corpus.lay(workspace, lesson, corpus.solved(lesson, steps))


@pytest.mark.parametrize("columns", [80, 40])
def test_a_lesson_from_start_to_end(
    start: Any, workspace: Path, lesson: Lesson, columns: int
) -> None:
    """Start, save, verdict, hint, pass, next, quit: on the screen as it is."""
    terminal = start("watch", columns=columns)
    terminal.see("1.1 The app", "to do", "q quit")
    save(workspace, lesson, ["1.1"])
    terminal.see("Next: 1.2", "passed")
    terminal.press("h")
    terminal.see("hint 1 of 3")
    save(workspace, lesson, list(lesson.step_ids))
    terminal.see("Lesson 1 is done", "Press n")
    terminal.press("n")
    terminal.see("Lesson 2: ", "2.1")
    terminal.press("q")

    assert terminal.ended() == 0
    assert terminal.is_as_it_was


@pytest.mark.parametrize("columns", [80, 40])
def test_course_alone_offers_to_watch(start: Any, columns: int) -> None:
    """Enter starts it."""
    terminal = start(columns=columns)
    terminal.see("Press Enter to start course watch, or type q to leave.")
    terminal.press("\r")
    terminal.see("1.1 The app", "to do", "q quit")
    terminal.press("q")

    assert terminal.ended() == 0


@pytest.mark.parametrize("answer", ["q\r", "no\r", "\x04", "ctrl-c"])
def test_any_other_answer_leaves(start: Any, answer: str) -> None:
    """A word, Ctrl-C and the end of input are a no, and no mistake."""
    terminal = start()
    terminal.see("Press Enter to start course watch")
    if answer == "ctrl-c":
        os.killpg(terminal.process.pid, signal.SIGINT)
    else:
        terminal.press(answer)

    assert terminal.ended() == 0
    assert "to do" not in terminal.text
    assert "Stopped" not in terminal.text


@pytest.mark.parametrize(
    ("words", "env"), [(["--format", "json"], {}), ([], {"CI": "true"})], ids=["json", "ci"]
)
def test_nobody_is_asked_who_cannot_answer(
    start: Any, words: list[str], env: dict[str, str]
) -> None:
    """Programs and build servers get their answer and no question, on a terminal too."""
    terminal = start(*words, env=env)

    assert terminal.ended() == 0
    assert "lesson" in terminal.text
    assert "Press Enter" not in terminal.text


@pytest.mark.parametrize("columns", [80, 40])
def test_the_tape_by_key(start: Any, workspace: Path, lesson: Lesson, columns: int) -> None:
    """A failure names the key and the command; without an app, the way out is said."""
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace('"downloads"', '"count"')
    corpus.lay(workspace, lesson, files)
    terminal = start("watch", columns=columns)
    terminal.see("not yet", "press t, or run: course tape 1.4", "press h for a hint")
    with socket.socket() as sock:  # bound, and not listening: no app can be there
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", 8000))
        terminal.press("t")
        terminal.see("No app listens on port 8000. Press a to run yours")
    terminal.press("\r")
    terminal.see("press t, or run: course tape 1.4")


def test_reset_and_undo_by_keys(start: Any, workspace: Path, lesson: Lesson) -> None:
    """x asks, y resets, u brings the work back."""
    save(workspace, lesson, list(lesson.step_ids))
    terminal = start("watch")
    terminal.see("Lesson 1 is done")
    terminal.press("x")
    terminal.see("y or n")
    terminal.press("y")
    terminal.see("Next: 1.1")
    terminal.press("u")
    terminal.see("Lesson 1 is done")


def test_a_file_that_is_gone_comes_back_by_key(start: Any, workspace: Path, lesson: Lesson) -> None:
    """The key for undo is named, and does it."""
    save(workspace, lesson, ["1.1"])
    terminal = start("watch")
    terminal.see("Next: 1.2")
    (workspace / "lessons" / lesson.id / "main.py").unlink()
    terminal.see("press u to bring it back")
    terminal.press("u")
    terminal.see("Next: 1.2")


@pytest.mark.skipif(shutil.which("less") is None, reason="no less here")
def test_a_long_comparison_is_read_in_the_pager(
    start: Any, workspace: Path, lesson: Lesson
) -> None:
    """As the reading is; what was on the screen comes back afterwards."""
    files = corpus.solved(lesson)
    files["main.py"] = re.sub("def (?!found)", "def my_own_", files["main.py"])
    corpus.lay(workspace, lesson, files)
    terminal = start("watch", columns=40, env={"PAGER": "less", "LESS": "-FRX"})
    terminal.see("Lesson 1 is done")
    terminal.press("d")
    terminal.see("Lines with - are yours", "1.1 in main.py")
    assert "1.5 in main.py" not in terminal.text
    terminal.press("q")
    terminal.see("Lesson 1 is done", "q quit")


def test_filter_diff_and_list(start: Any, workspace: Path, lesson: Lesson) -> None:
    """f checks one step, d asks before it spoils, l lists; q leaves the list, then the watch."""
    save(workspace, lesson, ["1.1"])
    terminal = start("watch")
    terminal.see("Next: 1.2")
    terminal.press("f")
    terminal.see("Only step 1.2 is checked now.", "f all steps")
    terminal.press("d")
    terminal.see("has not passed", "y or n")
    terminal.press("n")
    terminal.press("l")
    terminal.see("you are here", "Lesson 8", "Press Enter or q to go back.")
    terminal.press("q")
    terminal.see("Press f for all.", "q quit")
    terminal.press("q")

    assert terminal.ended() == 0


@pytest.mark.parametrize("how", ["ctrl-c", "term"])
def test_ending_it_leaves_the_terminal_as_it_was(start: Any, how: str) -> None:
    """Ctrl-C and a polite kill both give the terminal back, and say so by their code."""
    terminal = start("watch")
    terminal.see("q quit")
    if how == "ctrl-c":
        os.killpg(terminal.process.pid, signal.SIGINT)
    else:
        terminal.process.terminate()

    assert terminal.ended() == (130 if how == "ctrl-c" else 128 + signal.SIGTERM)
    assert terminal.is_as_it_was


def test_closing_the_window_ends_it(start: Any) -> None:
    """No process stays behind a closed terminal."""
    terminal = start("watch")
    terminal.see("q quit")
    terminal.process.send_signal(signal.SIGHUP)
    terminal.hang_up()

    terminal.process.wait(timeout=PATIENCE)


def test_stop_and_go_on(start: Any, workspace: Path, lesson: Lesson) -> None:
    """Ctrl-Z gives the terminal back; fg draws the screen anew and goes on checking."""
    terminal = start("watch")
    terminal.see("q quit")
    terminal.process.send_signal(signal.SIGTSTP)
    assert os.WIFSTOPPED(os.waitpid(terminal.process.pid, os.WUNTRACED)[1])
    assert terminal.is_as_it_was
    terminal.screen.reset()
    terminal.process.send_signal(signal.SIGCONT)
    terminal.see("q quit")
    save(workspace, lesson, ["1.1"])
    terminal.see("Next: 1.2")


def test_another_width_is_drawn_anew(start: Any) -> None:
    """The verdict, a hint and the keys are laid out again, and stay what they are."""
    terminal = start("watch")
    terminal.see("q quit")
    for key, words in (("", "q quit"), ("h", "hint 1 of 3"), ("?", "Take an undo back.")):
        terminal.press(key)
        terminal.see(words)
        terminal.screen.reset()
        terminal.resize(40)
        os.killpg(terminal.process.pid, signal.SIGWINCH)
        terminal.see(words)
        assert re.search(r"[a-z]$\n^[a-z]{1,3}$", terminal.text, re.MULTILINE) is None
        assert max(len(line.rstrip()) for line in terminal.screen.display) <= 40
        terminal.resize(80)
        os.killpg(terminal.process.pid, signal.SIGWINCH)
        terminal.see(words)


def test_what_is_wrong_stays_on_a_small_terminal(
    start: Any, workspace: Path, lesson: Lesson
) -> None:
    """At 40x20 the verdict begins with it, and a key leads to the rest."""
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace('"downloads"', '"count"')
    corpus.lay(workspace, lesson, files)
    terminal = start("watch", columns=40)
    terminal.see("1.4 Async for waiting", "not yet")
    terminal.resize(40, 20)
    os.killpg(terminal.process.pid, signal.SIGWINCH)
    terminal.see("4 of 5 steps pass.", "The answer lacks the field", "Page 1 of 2: m on")
    terminal.press("m")
    terminal.see("Page 2 of 2", "press h for a hint")


def test_a_key_that_is_no_answer_says_that_nothing_was_done(
    start: Any, workspace: Path, lesson: Lesson
) -> None:
    """And so does n."""
    save(workspace, lesson, ["1.1"])
    terminal = start("watch")
    terminal.see("Next: 1.2", "New: step 1.1 passed. Press c to compare")
    terminal.press("x")
    terminal.see("You can undo it with u. y or n")
    terminal.press("k")
    terminal.see("Nothing was done.", "Next: 1.2")


def test_undo_says_what_and_redo_is_a_key(start: Any, workspace: Path, lesson: Lesson) -> None:
    """Both are said above the verdict that follows, with the way back."""
    save(workspace, lesson, ["1.1"])
    terminal = start("watch")
    terminal.see("Next: 1.2")
    for key in "xy":
        terminal.press(key)
    terminal.see("Next: 1.1", "Press u to undo.")
    terminal.press("u")
    terminal.see("Undone: reset of lesson 1.", "To go back, press U.", "Next: 1.2")
    terminal.press("U")
    terminal.see("Brought back.", "To go back, press u.", "Next: 1.1")


def test_a_passed_step_is_compared_by_key(start: Any, workspace: Path, lesson: Lesson) -> None:
    """c shows it beside ours, without a question, while the next one is open."""
    save(workspace, lesson, ["1.1"])
    terminal = start("watch")
    terminal.see("Press c to compare your code with ours.")
    terminal.press("c")
    terminal.see("Your code is the same as ours.", "1.1 in main.py")


def test_no_color_means_no_escapes(start: Any, workspace: Path, lesson: Lesson) -> None:
    """NO_COLOR gives plain blocks, one after the other."""
    terminal = start("watch", env={"NO_COLOR": "1"})
    terminal.see("1.1 The app: to do")
    save(workspace, lesson, ["1.1"])
    terminal.see("1.1 The app: passed")

    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("columns", [80, 40])
def test_next_shows_color_but_not_only_color(
    start: Any, workspace: Path, lesson: Lesson, columns: int
) -> None:
    """A failure on the screen: every label, the place, and the next step."""
    files = corpus.solved(lesson)
    files["main.py"] = files["main.py"].replace('"downloads"', '"count"')
    corpus.lay(workspace, lesson, files)
    terminal = start("next", columns=columns)

    assert terminal.ended() == 1
    for word in ("not yet", "We sent", "Expected", "Got", "Where", "Next", "main.py"):
        assert word in terminal.text.replace("\n", "")
    assert b"\x1b[3" in terminal.raw


# -- course grade --------------------------------------------------------------------------

_HELD = """
import sys
sys.path.insert(0, {root!r})
from checker.grading import tasks
judge = tasks.judge
def held(task):
    if b"hold me" in task.data:
        open({gate!r}).read()
    return judge(task)
tasks.judge = held
sys.argv[1:] = ["grade", {folder!r}, "-l", "1", "--no-sandbox", "--workers", "1", *sys.argv[1:]]
import course
course.main()
"""


@pytest.fixture
def gate(tmp_path: Path, lesson: Lesson) -> Path:
    """A class of four in the folder beside it; the last one waits until this FIFO is opened."""
    folder = tmp_path / "class"
    corpus.lay(folder / "learner-01", lesson, corpus.solved(lesson))
    begun = f"{lesson.shipped['main.py']}\nbegun = True\n"
    corpus.lay(folder / "learner-02", lesson, {"main.py": begun})
    (folder / "learner-03.zip").write_bytes(b"rubbish" * 100)
    corpus.lay(folder / "learner-04", lesson, {"own.py": "# hold me"})
    os.mkfifo(tmp_path / "gate")
    return tmp_path / "gate"


def held(gate: Path) -> str:
    return _HELD.format(root=str(ROOT), gate=str(gate), folder=str(gate.parent / "class"))


_TABLE = (
    "learner-01", "9 of 9", "learner-02", "0 of 9", "1.1 ", "learner-03", "not judged",
    "It cannot be taken in:", "Now: learner-04", "1 full marks, 1 without points, 1 not judged.",
    "Most fail at step 1.1 (1).", "3/4",
)  # fmt: skip


@pytest.mark.parametrize("columns", [80, 40])
def test_a_class_is_seen_while_it_is_judged(start: Any, gate: Path, columns: int) -> None:
    """Verdicts, who is being judged, a summary and a bar; then the list, and nothing of that."""
    terminal = start(script=held(gate), columns=columns)
    terminal.see(*_TABLE)
    gate.write_text("")

    assert terminal.ended() == 1
    terminal.see("3 of 4 submissions were judged.")
    assert "Now:" not in terminal.text
    assert "Grading" not in terminal.text


def test_the_table_follows_the_terminals_size(start: Any, gate: Path) -> None:
    """Narrower, lower and wider again: all of it is drawn anew, and nothing is left over."""
    terminal = start(script=held(gate))
    terminal.see(*_TABLE)
    terminal.resize(40, 6)
    terminal.see("Most fail at step 1.1 (1).", "3/4")
    terminal.resize(80, 24)
    terminal.see(*_TABLE)
    gate.write_text("")

    assert terminal.text.count("3/4") == 1
    assert terminal.ended() == 1


def test_the_table_needs_no_color(start: Any, gate: Path) -> None:
    """With NO_COLOR it is the same table, and no color is sent."""
    terminal = start(script=held(gate), env={"NO_COLOR": "1"})
    terminal.see(*_TABLE)
    gate.write_text("")

    assert terminal.ended() == 1
    assert re.findall(rb"\x1b\[[0-9;]*[34]\d(?:;\d+)*m", terminal.raw) == []


def test_ctrl_c_ends_the_table(start: Any, gate: Path) -> None:
    """What was judged is listed on a clean screen, whose cursor was never hidden."""
    terminal = start(script=held(gate))
    terminal.see(*_TABLE)
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.see("2 of 4 submissions were judged.", "Stopped: 1 of 4 were not judged.")
    terminal.see("Run the same command again to go on from here.")
    gate.write_text("")

    assert terminal.ended() == 130
    assert "Now:" not in terminal.text
    assert b"\x1b[?25l" not in terminal.raw
    assert terminal.is_as_it_was


def test_ctrl_c_of_a_regrade_says_how_it_goes_on(start: Any, gate: Path) -> None:
    """The same command would begin anew; with the moment that is named it does not."""
    terminal = start("--again", script=held(gate), columns=100)
    terminal.see(*_TABLE)
    os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.see("Run the same command with --again-before 2")
    gate.write_text("")
    assert terminal.ended() == 130

    [moment] = re.findall(r"--again-before (\S+Z)", terminal.text)
    verdicts = "SELECT count(*) FROM verdict"
    with closing(sqlite3.connect(gate.parent / "class/gradebook.sqlite")) as book:
        [before] = book.execute(verdicts).fetchone()
    gate.unlink()
    (gate.parent / "class/learner-04/lessons" / "lesson1_core_concepts/own.py").unlink()
    terminal = start("--again-before", moment, script=held(gate), columns=100)
    assert terminal.ended() == 1
    with closing(sqlite3.connect(gate.parent / "class/gradebook.sqlite")) as book:
        [after] = book.execute(verdicts).fetchone()
    assert after - before == 1


@pytest.mark.parametrize(
    ("words", "env"), [(("--format", "plain"), {}), ((), {"TERM": "dumb"})], ids=["plain", "dumb"]
)
def test_plain_grading_moves_nothing(
    start: Any, gate: Path, words: tuple[str, ...], env: dict[str, str]
) -> None:
    """Whole lines only, for a screen reader: no table, no cursor, no color."""
    (gate.parent / "class/learner-04/lessons").rename(gate.parent / "later")
    terminal = start(*words, script=held(gate), env=env)

    assert terminal.ended() == 1
    terminal.see("learner-01: 9 of 9 points", "2 of 4 submissions were judged.")
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("columns", [80, 40])
def test_what_is_wrong_is_wrapped_between_words(start: Any, columns: int) -> None:
    """A sentence on stderr is read as easily as one on stdout."""
    terminal = start("grade", "nowhere", columns=columns)
    told = (
        "There is no folder nowhere. Give the folder that holds them: one folder, zip or tar "
        "file a learner. Or a CSV file with the columns learner and path."
    )
    terminal.see(told)

    assert terminal.ended() == 2
    assert [line for line in terminal.text.splitlines() if line.startswith(" ")] == []
    assert set(told.split()) == set(terminal.text.split())


@pytest.mark.skipif(shutil.which("less") is None, reason="needs the pager less")
@pytest.mark.parametrize("columns", [80, 40])
def test_a_reading_says_how_to_leave_it(start: Any, columns: int) -> None:
    """The pager's last line names its keys, for those who do not know it; q leads out."""
    terminal = start("read", columns=columns, env={"PAGER": "less"})
    terminal.see("q leaves")
    terminal.press("G")
    terminal.see("q leaves")
    terminal.press("q")

    assert terminal.process.wait(PATIENCE) == 0
