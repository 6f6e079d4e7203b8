"""What a workspace came from: ``.course/base/`` has the version and each text as shipped."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from checker import regular, storage


class Origin:
    """The course that a workspace was made from, or last updated to.

    Args:
        state: the workspace's ``.course``.
    """

    def __init__(self, state: Path) -> None:
        self._folder = state / "base"

    @property
    def version(self) -> str:
        """The course's version, "" when nobody wrote it down."""
        with contextlib.suppress(FileNotFoundError, ValueError, TypeError, KeyError):
            return str(storage.read_json(self._folder / "version.json")["version"])
        return ""

    def text(self, name: str) -> str | None:
        """A file as it was shipped, by its path below the workspace; None if unknown."""
        try:
            return regular.own(self.path(name)).decode("utf-8").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError):
            return None

    def texts(self, lesson: str) -> dict[str, str]:
        """All that is known of a lesson, by paths below the workspace."""
        below = self._folder / "lessons" / lesson
        paths = (path for path in below.rglob("*") if path.suffix in {".py", ".md"})
        names = sorted(path.relative_to(self._folder).as_posix() for path in paths)
        found = {name: self.text(name) for name in names}
        return {name: text for name, text in found.items() if text is not None}

    def set_texts(self, lesson: str, texts: Mapping[str, str]) -> None:
        """A lesson's files come from these texts, and from no others."""
        for name, text in texts.items():
            self.remember(name, text)
        for name in self.texts(lesson).keys() - texts.keys():
            self.path(name).unlink(missing_ok=True)

    def remember(self, name: str, text: str) -> None:
        """This is what the learner's file comes from now."""
        if self.text(name) != text:
            storage.write(self.path(name), text.encode())

    def record(self, texts: Mapping[str, str], version: str) -> None:
        """Remember every text, and the version at the very end."""
        for name, text in texts.items():
            self.remember(name, text)
        if self.version != version:
            storage.write_json(self._folder / "version.json", {"version": version})

    def path(self, name: str) -> Path:
        """Where the text of a file is kept."""
        return self._folder / name
