"""Snapshots of the learner's files: what makes every change one that can be undone.

``.course/history/index.json`` lists states, oldest first, and for each lesson the state
that an undo has brought back; ``blobs/`` holds the files under the SHA-256 of their
content. A state is written before anything is changed, so a
kill at any moment leaves the old files, or the new ones and the old in the history.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from checker import storage
from checker.progress import now

KEEP = 300
"""States kept; older ones go."""


@dataclass(frozen=True)
class State:
    """The files of one lesson at one time.

    ``files`` maps a path below the lesson's folder to the digest of its content;
    ``why`` says what made it be kept (``check``, ``before reset``, …); ``passed`` are the
    steps that passed with these files, once they have been checked.
    """

    number: int
    lesson: str
    time: str
    why: str
    files: dict[str, str]
    passed: tuple[str, ...] | None = None


class History:
    """The states of one workspace.

    Args:
        folder: ``.course/history``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._states, self._at = self._load()

    def _load(self) -> tuple[list[State], dict[str, int]]:
        """An index that cannot be read is put aside; blobs stay."""
        path = self._folder / "index.json"
        try:
            data = storage.read_json(path)
            at = {str(lesson): int(number) for lesson, number in data["at"].items()}
            return [_state(item) for item in data["states"]], at
        except FileNotFoundError:
            return [], {}
        except (ValueError, TypeError, KeyError, AttributeError):
            storage.put_aside(path)
            return [], {}

    @property
    def states(self) -> tuple[State, ...]:
        """Oldest first."""
        return tuple(self._states)

    def keep(self, lesson: str, files: Mapping[str, bytes], why: str) -> State:
        """Keep the files as they are now, unless they are those of a state at hand."""
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
        here = self._here(lesson)
        if here is not None and here.files == digests:
            return here
        for name, data in files.items():
            blob = self._blob(digests[name])
            if not blob.exists():
                storage.write(blob, data)
        number = self._states[-1].number + 1 if self._states else 1
        state = State(number, lesson, now(), why, digests)
        at = {name: number for name, number in self._at.items() if name != lesson}
        self._save([*self._states, state][-KEEP:], at)
        return state

    def go(self, state: State) -> None:
        """Remember that this state is the one that has been brought back."""
        self._save(self._states, self._at | {state.lesson: state.number})

    def note(self, lesson: str, passed: Iterable[str]) -> None:
        """Remember which steps passed with the lesson's files as they are now."""
        here, found = self._here(lesson), tuple(passed)
        if here is not None and here.passed != found:
            noted = replace(here, passed=found)
            self._save([noted if state == here else state for state in self._states], self._at)

    def number(self, number: int) -> State | None:
        """The state with this number."""
        return next((state for state in self._states if state.number == number), None)

    def _here(self, lesson: str) -> State | None:
        """The state an undo has brought back, or the last one."""
        mine = [state for state in self._states if state.lesson == lesson]
        there = [state for state in mine if state.number == self._at.get(lesson)]
        return (there or mine)[-1] if mine else None

    def before(self, state: State) -> State | None:
        """The nearest older state of the same lesson with other files."""
        return self._nearest(state, reversed(self._states), -1)

    def after(self, state: State) -> State | None:
        """The nearest newer state of the same lesson with other files."""
        return self._nearest(state, self._states, 1)

    def _nearest(self, state: State, states: Iterable[State], way: int) -> State | None:
        for other in states:
            beyond = (other.number - state.number) * way > 0
            if beyond and other.lesson == state.lesson and other.files != state.files:
                return other
        return None

    def content(self, state: State) -> dict[str, bytes]:
        """The files of a state. Raises FileNotFoundError if a blob was taken away."""
        return {name: self._blob(digest).read_bytes() for name, digest in state.files.items()}

    def _blob(self, digest: str) -> Path:
        return self._folder / "blobs" / digest[:2] / digest

    def _save(self, states: list[State], at: dict[str, int]) -> None:
        index = {"states": [asdict(state) for state in states], "at": at}
        storage.write_json(self._folder / "index.json", index)
        dropped = {digest for state in self._states for digest in state.files.values()}
        self._states, self._at = states, at
        kept = {digest for state in states for digest in state.files.values()}
        for digest in dropped - kept:
            self._blob(digest).unlink(missing_ok=True)


def _state(item: Any) -> State:
    files = {str(name): str(digest) for name, digest in item["files"].items()}
    passed = None if item.get("passed") is None else tuple(map(str, item["passed"]))
    return State(int(item["number"]), item["lesson"], item["time"], item["why"], files, passed)
