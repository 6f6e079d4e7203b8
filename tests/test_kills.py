"""Killed at any moment, a command loses nothing: counted.

``COURSE_KILLS=200 pytest tests/test_kills.py -rP`` kills that often; without it, 20 times.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker import corpus, progress, storage, update
from checker.curriculum import Course, Lesson
from checker.history import History
from checker.workspace import Workspace, init

ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("COURSE_KILLS", "20"))
COMMANDS = {
    "watch": ["watch", "--plain"],
    "next": ["next", "--format", "plain"],
    "reset": ["reset", "1", "--yes"],
    "update": ["update", "--format", "plain"],
    "undo": ["undo", "1"],
}
SECONDS = {"watch": 1.2, "next": 0.6}
"""How long a command is at work after it began to write; the others take far less."""
ROUNDS = 40
"""Kills of one workspace: its history is bounded, and nothing must have been dropped."""


@dataclass
class Tally:
    """``killed`` counts by command; ``writing`` those killed after the first write.

    ``saves`` counts what the learner saved while a command that was killed was at work.
    """

    killed: Counter[str] = field(default_factory=Counter)
    writing: int = 0
    saves: int = 0
    too_late: int = 0
    lost: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        return sum(self.killed.values())


class Victim:
    """One learner whose commands are killed."""

    def __init__(self, root: Path, course: Course, chance: random.Random, tally: Tally) -> None:
        init(root, course)
        self.workspace = Workspace(root, course)
        self.lesson: Lesson = course.lessons[0]
        self._chance = chance
        self._tally = tally
        self._kept: set[str] = set()
        self._newest: dict[str, bytes] = {}
        self._passed: set[str] = set()

    def round(self, name: str, number: int) -> None:
        """The learner saves something, a command is killed, and everything is looked for."""
        mine = corpus.solved(self.lesson)["main.py"] + f"\n# work {number}\n"
        self._save(self._older(mine) if name == "update" else mine)
        saves = self._chance.randrange(4) if name == "watch" else 0
        self._newest = self.workspace.own_files(self.lesson)
        if self._killed(name, saves):
            self._tally.killed[name] += 1
            self._tally.saves += saves
            lost = self._missing(self._newest, on_disk=name == "watch")
            self._tally.lost += [f"{name} {number}: {what}" for what in lost]
            if name == "update":
                self._finish(mine, f"{name} {number}")
        else:
            self._tally.too_late += 1

    def _save(self, text: str) -> None:
        """As editors do it: into the file, or by putting another one in its place."""
        path = self.workspace.file(self.lesson, "main.py")
        if self._chance.random() < 0.5:
            path.write_text(text, "utf-8")
        else:
            other = path.with_name("main.py~")
            other.write_text(text, "utf-8")
            other.replace(path)

    def _save_meanwhile(self, number: int) -> None:
        """One more save, while a command is at work: right, wrong, or no Python."""
        text = corpus.solved(self.lesson)["main.py"]
        kinds = (text, text.replace('"downloads"', '"count"'), text[: len(text) // 2])
        self._save(f"{self._chance.choice(kinds)}\n# meanwhile {number} {self._chance.random()}\n")
        self._newest = self.workspace.own_files(self.lesson)

    def _older(self, text: str) -> str:
        """As if an older course had made this workspace: its first line has gone since."""
        first = "# An older first line.\n"
        origin = self.workspace.origin
        base = f"lessons/{self.lesson.id}/main.py"
        storage.write(origin.path(base), (first + self.lesson.shipped["main.py"]).encode())
        return first + text

    def _finish(self, mine: str, what: str) -> None:
        """The next update does what the killed one had left."""
        fresh = Workspace(self.workspace.root, self.workspace.course)
        update.update(fresh)
        if fresh.text(self.lesson, "main.py") != mine:
            self._tally.lost.append(f"{what}: the second update did not finish it")
        self._kept |= set(self._states())

    def _killed(self, name: str, saves: int) -> bool:
        """Run a command and kill it at a random moment; False if it was faster.

        Until then the learner saves so often, each time at a random moment too.
        """
        lock = self.workspace.state / "lock"
        lock.unlink(missing_ok=True)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COURSE_")}
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "course.py"), *COMMANDS[name]], cwd=self.workspace.root,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=True,
        )  # fmt: skip
        most = 1.0
        if self._chance.random() < 0.75:
            most = SECONDS.get(name, 0.04)
            while not lock.exists() and process.poll() is None:
                _pass(process, 0.0005)
        *moments, end = sorted(self._chance.uniform(0, most) for _ in range(saves + 1))
        now = 0.0
        for number, moment in enumerate(moments):
            _pass(process, moment - now)
            self._save_meanwhile(number)
            now = moment
        _pass(process, end - now)
        process.kill()
        process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        done = process.returncode == -signal.SIGKILL
        self._tally.writing += done and lock.exists()
        return done

    # -- what must still be there -----------------------------------------------------------

    def _missing(self, before: dict[str, bytes], on_disk: bool = False) -> Iterator[str]:
        """Everything that was there before and is neither on disk nor in the history.

        Args:
            on_disk: it must be on disk, because the command changes no file.
        """
        states = set(self._states())
        disk = self.workspace.own_files(self.lesson)
        for name, data in before.items():
            if disk.get(name) != data and (on_disk or _key(name, data) not in states):
                yield name
        yield from (f"history: {key}" for key in self._kept - states)
        self._kept = states
        yield from (path.name for path in self.workspace.state.rglob("*.unreadable-*"))
        mine, notice = progress.load(self.workspace.state / "progress.json")
        if notice or self._passed - set(mine.passed):
            yield f"progress: {notice}"
        self._passed = set(mine.passed)

    def leftovers(self) -> list[str]:
        """What killed commands have left half-written, after one that was not killed."""
        fresh = Workspace(self.workspace.root, self.workspace.course)
        with fresh.locked():
            return [path.name for path in fresh.root.rglob("*.course-draft")]

    def _states(self) -> Iterator[str]:
        """Every file of every state, read from disk and compared with its digest."""
        history = History(self.workspace.state / "history")
        for state in history.states:
            for name, data in history.content(state).items():
                if hashlib.sha256(data).hexdigest() == state.files[name]:
                    yield _key(name, data)


def _key(name: str, data: bytes) -> str:
    return f"{name} {hashlib.sha256(data).hexdigest()}"


def _pass(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Let so much time pass, or less if the process ends: the moment of the kill."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def kill_often(folder: Path, course: Course, kills: int, seed: int) -> Tally:
    """Kill commands at random moments until it has hit so often."""
    chance, tally, number = random.Random(seed), Tally(), 0
    while tally.kills < kills:
        victim = Victim(folder / f"learner{number}", course, chance, tally)
        for _ in range(ROUNDS):
            if tally.kills == kills:
                break
            victim.round(list(COMMANDS)[number % len(COMMANDS)], number)
            number += 1
        tally.lost += [f"left: {name}" for name in victim.leftovers()]
    return tally


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
def test_killed_commands_lose_nothing(course: Course, tmp_path: Path) -> None:
    """Whatever was on disk before a kill is on disk or in the history after it."""
    began = time.perf_counter()
    tally = kill_often(tmp_path, course, KILLS, seed=KILLS)
    told = {"killed": tally.killed, "writing": tally.writing, "saves": tally.saves,
            "too late": tally.too_late}  # fmt: skip
    print(json.dumps(told), f"{time.perf_counter() - began:.0f} s")  # noqa: T201

    assert (tally.kills, tally.lost) == (KILLS, [])
    assert set(tally.killed) == set(COMMANDS)
    assert tally.saves > 0


def test_a_loss_is_noticed(course: Course, tmp_path: Path) -> None:
    """The count can fail: a file that is gone, and a state that is gone, are found."""
    victim = Victim(tmp_path / "mine", course, random.Random(1), Tally())
    before = victim.workspace.own_files(victim.lesson)
    victim.workspace.keep(victim.lesson, "check")
    assert list(victim._missing(before)) == []

    victim._save("gone\n")
    assert list(victim._missing(before)) == []
    assert list(victim._missing(before, on_disk=True)) == ["main.py"]
    (victim.workspace.state / "history" / "index.json").unlink()

    missing = list(victim._missing(before))
    assert missing[0] == "main.py"
    assert len([what for what in missing if what.startswith("history")]) == len(before)
