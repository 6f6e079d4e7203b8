"""Snapshots of the learner's files: what makes every change one that can be undone.

``.course/history/index.json`` lists states, oldest first, and for each lesson the state
that an undo has brought back; ``blobs/`` holds the files under the SHA-256 of their
content, and the texts they came from. A state is written before anything is changed, so
a kill at any moment leaves the old files, or the new ones and the old in the history.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from checker import regular, storage
from checker.errors import UsageError
from checker.progress import now

KEEP = 300
"""States kept; older ones go."""


@dataclass(frozen=True)
class State:
    """The files of one lesson at one time.

    ``files`` maps a path below the lesson's folder to the digest of its content;
    ``why`` says what made it be kept (``check``, ``before reset``, …); ``passed`` are the
    steps that passed with these files, once they have been checked; ``base`` is the digest
    of what they came from (:mod:`checker.origin`), "" when nobody wrote it down; ``parent``
    is the number of the state that these files were changed from, 0 for none.
    """

    number: int
    lesson: str
    time: str
    why: str
    files: dict[str, str]
    passed: tuple[str, ...] | None = None
    base: str = ""
    parent: int | None = None

    @property
    def digests(self) -> set[str]:
        """Every blob it needs."""
        return {*self.files.values(), *filter(None, [self.base])}


class History:
    """The states of one workspace.

    Args:
        folder: ``.course/history``.

    ``notice`` is something the learner should know, or "".
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.notice = ""
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
            aside = storage.put_aside(path)
            self.notice = (
                f"The history of your files could not be read, and begins anew. What was in it "
                f"is kept in .course/history, its list as {aside.name}."
            )
            return [], {}

    @property
    def states(self) -> tuple[State, ...]:
        """Oldest first."""
        return tuple(self._states)

    def keep(
        self, lesson: str, files: Mapping[str, bytes], why: str, base: Mapping[str, str]
    ) -> State:
        """Keep the files as they are now, unless they are those of the state at hand.

        Args:
            base: the texts they came from.
        """
        origin = json.dumps(base, sort_keys=True).encode()
        digests = {name: _digest(data) for name, data in files.items()}
        here = self.here(lesson)
        for data in (*files.values(), origin):
            self._store(data)
        if here is not None and here.files == digests:
            return self._rebased(here, _digest(origin))
        number = self._states[-1].number + 1 if self._states else 1
        parent = here.number if here else 0
        state = State(number, lesson, now(), why, digests, None, _digest(origin), parent)
        at = {name: number for name, number in self._at.items() if name != lesson}
        self._save([*self._states, state][-KEEP:], at)
        return state

    def _rebased(self, state: State, base: str) -> State:
        """The same files, but the course they came from is another one by now."""
        return state if state.base == base else self._replace(state, replace(state, base=base))

    def _replace(self, old: State, new: State) -> State:
        self._save([new if state == old else state for state in self._states], self._at)
        return new

    def _store(self, data: bytes) -> None:
        blob = self._blob(_digest(data))
        if not blob.exists():
            storage.write(blob, data)

    def go(self, state: State) -> None:
        """Remember that this state is the one that has been brought back."""
        self._save(self._states, self._at | {state.lesson: state.number})

    def note(self, lesson: str, passed: Iterable[str] | None) -> None:
        """Remember which steps passed with the lesson's files as they are now."""
        here, found = self.here(lesson), None if passed is None else tuple(passed)
        if here is not None and here.passed != found:
            self._replace(here, replace(here, passed=found))

    def holds(self, state: State, files: Mapping[str, bytes]) -> bool:
        """Whether these are the files of a state."""
        return state.files == {name: _digest(data) for name, data in files.items()}

    def has_other(self, lesson: str, name: str, data: bytes) -> bool:
        """Whether some state of a lesson has a file with another content."""
        mine = (state.files for state in self._states if state.lesson == lesson)
        return any(files.get(name, _digest(data)) != _digest(data) for files in mine)

    def number(self, number: int) -> State | None:
        """The state with this number."""
        return next((state for state in self._states if state.number == number), None)

    def here(self, lesson: str) -> State | None:
        """The state at hand: the one an undo has brought back, or the last one."""
        mine = [state for state in self._states if state.lesson == lesson]
        there = [state for state in mine if state.number == self._at.get(lesson)]
        return (there or mine)[-1] if mine else None

    def before(self, state: State) -> State | None:
        """The state that this one was changed from.

        Where that is not known any more: the nearest older one with other files.
        """
        parent = None if state.parent is None else self.number(state.parent)
        if parent is None and state.parent != 0:
            return self._nearest(state, reversed(self._states), -1)
        return parent

    def after(self, state: State) -> State | None:
        """The newest state that was changed from this one.

        Where that was not written down: the nearest newer one with other files.
        """
        children = [other for other in self._states if other.parent == state.number]
        unknown = [other for other in self._states if other.parent is None]
        return children[-1] if children else self._nearest(state, unknown, 1)

    def _nearest(self, state: State, states: Iterable[State], way: int) -> State | None:
        for other in states:
            beyond = (other.number - state.number) * way > 0
            if beyond and other.lesson == state.lesson and other.files != state.files:
                return other
        return None

    def content(self, state: State) -> dict[str, bytes]:
        """The files of a state. Raises UsageError if one was taken away, or changed."""
        return {name: self._kept(state, name) for name in state.files}

    def _kept(self, state: State, name: str) -> bytes:
        with contextlib.suppress(OSError):
            data = regular.own(self._blob(state.files[name]))
            if _digest(data) == state.files[name]:
                return data
        raise UsageError(
            f"What was kept of {name} in state {state.number} is gone, or was changed.",
            "Bring another state back: see them with course history",
        )

    def base(self, state: State) -> dict[str, str] | None:
        """The texts that a state's files came from; None when nobody wrote them down."""
        try:
            found = storage.read_json(self._blob(state.base)) if state.base else None
            return None if found is None else {str(n): str(text) for n, text in found.items()}
        except (FileNotFoundError, ValueError, AttributeError):
            return None

    def _blob(self, digest: str) -> Path:
        return self._folder / "blobs" / digest[:2] / digest

    def _save(self, states: list[State], at: dict[str, int]) -> None:
        index = {"states": [asdict(state) for state in states], "at": at}
        storage.write_json(self._folder / "index.json", index)
        dropped = {digest for state in self._states for digest in state.digests}
        self._states, self._at = states, at
        kept = {digest for state in states for digest in state.digests}
        for digest in dropped - kept:
            storage.remove(self._blob(digest))


def _state(item: Any) -> State:
    files = {str(name): str(digest) for name, digest in item["files"].items()}
    passed = None if item.get("passed") is None else tuple(map(str, item["passed"]))
    parent = None if item.get("parent") is None else int(item["parent"])
    return State(
        int(item["number"]), item["lesson"], item["time"], item["why"], files, passed,
        str(item.get("base", "")), parent,
    )  # fmt: skip


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
