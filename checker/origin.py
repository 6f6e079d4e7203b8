"""What a workspace came from: ``.course/base/`` has the version and each text as shipped."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from checker import storage


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
            return self.path(name).read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

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
