"""What is to be graded: one entry of a folder each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from checker.errors import UsageError

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2")
_FORM = "Give the folder that holds them: one folder, zip or tar file a learner."


@dataclass(frozen=True)
class Submission:
    """``learner`` is the entry's name without its ending; ``path`` a folder or an archive."""

    learner: str
    path: Path

    @property
    def is_archive(self) -> bool:
        return bool(ending(self.path.name))


def ending(name: str) -> str:
    """The ending that makes a file an archive, or ""."""
    found = [e for e in ARCHIVES if name.lower().endswith(e)]
    return max(found, key=len, default="")


def find(folder: Path) -> list[Submission]:
    """Every submission in a folder, in the order of their names; hidden entries are left out.

    Raises:
        UsageError: there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}.", _FORM)
    folder = folder.resolve()
    if (folder / "lessons").is_dir():
        raise UsageError(f"{folder} is one submission, not a folder of them.", _FORM)
    found = [entry for entry in _entries(folder) if entry.is_dir() or ending(entry.name)]
    if not found:
        raise UsageError(f"There are no submissions in {folder}.", _FORM)
    return [Submission(_learner(entry), entry) for entry in found]


def _entries(folder: Path) -> list[Path]:
    seen = (entry for entry in folder.iterdir() if not entry.is_symlink())
    return sorted(e for e in seen if not e.name.startswith((".", "__MACOSX")))


def _learner(path: Path) -> str:
    name = path.name if path.is_dir() else path.name[: -len(ending(path.name))]
    return re.sub(r"\s+", " ", name).strip() or path.name
