"""A submission as bytes: what travels to whoever judges it, and what it is known again by."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from checker import plain
from checker.curriculum import Course
from checker.expect.places import MAX_FILE
from checker.grading.clock import told
from checker.grading.clone import committed
from checker.grading.layout import GIT, left_out, look, only_archive
from checker.grading.submissions import Submission, archive_ending
from checker.grading.unpacking import MAX_ARCHIVE, MAX_BYTES, Refused
from checker.regular import read


@dataclass(frozen=True)
class Package:
    """What was handed in, read once.

    Args:
        kind: an archive's ending, or "" for a folder.
        files: (name in a workspace, contents); of an archive one, as it is.
        notes: what was left out of a folder, and why.
        changed: when it was last changed, as far as the files tell.
        inside: the submission's folder, and one in it that holds files of a lesson.
    """

    kind: str
    files: tuple[tuple[str, bytes], ...]
    notes: tuple[str, ...]
    changed: datetime
    inside: tuple[Path, Path] | None = None

    @cached_property
    def modified(self) -> datetime:
        """When it was last changed: a clone's files are as old as the clone, a commit is not."""
        clone = self.inside and _clone(*self.inside)
        return (clone and committed(clone)) or self.changed

    @cached_property
    def fingerprint(self) -> str:
        """Names what is in it: 64 hexadecimal digits (SHA-256)."""
        found = hashlib.sha256(self.kind.encode())
        for name, data in self.files:
            # Lengths in front, so that no two lists of files are the same bytes.
            shown = name.encode("utf-8", "surrogateescape")
            found.update(b"%d %d " % (len(shown), len(data)) + shown + data)
        return found.hexdigest()

    def payload(self) -> tuple[str, bytes]:
        """An archive's ending, and its bytes."""
        if self.kind:
            return self.kind, self.files[0][1]
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, data in self.files:
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        return ".tar", out.getvalue()


def pack(course: Course, submission: Submission) -> Package:
    """Read a submission; nothing in it is run, and no link in it is followed.

    Raises:
        Refused: it cannot be taken in: it is not there, or too large.
    """
    try:
        if submission.path.is_dir():
            return _folder(course, submission.path)
        return _archive(submission.path)
    except OSError as error:
        raise Refused(_why(error, submission.path), READ) from None


FORM = "Give a folder, a zip or a tar file, then run the same command again."
READ = "See that it is there and that you may read it, then run the same command again."


def _why(error: OSError, handed_in: Path) -> str:
    """What is wrong, and with which file or folder of it."""
    why = (error.strerror or str(error)).lower()
    path = Path(os.fsdecode(error.filename)) if error.filename else handed_in
    if path == handed_in or not path.is_relative_to(handed_in):
        return why
    return f"{plain.line(path.relative_to(handed_in).as_posix())}: {why}"


def _archive(path: Path) -> Package:
    path.stat()
    kind = archive_ending(path.name)
    if not kind:
        raise Refused("it is neither a folder nor a zip or tar file", FORM)
    data, modified = read(path, MAX_ARCHIVE)
    if len(data) > MAX_ARCHIVE:
        raise Refused(f"the archive has more than {MAX_ARCHIVE // 10**6} MB")
    return Package(kind, ((path.name, data),), (), told(modified))


def _folder(course: Course, folder: Path) -> Package:
    finds = look(course, folder)
    inner_one = None if finds.lessons else only_archive(folder)
    if inner_one is not None:
        return _archive(inner_one)
    notes = list(finds.notes)
    files: list[tuple[str, bytes]] = []
    newest, left = 0.0, MAX_BYTES
    for entry in finds.entries:
        try:
            data, modified = read(entry.path, MAX_FILE)
        except OSError as error:
            notes.append(left_out(entry.name, error))
            continue
        left -= len(data)
        if left < 0:
            raise Refused(f"it holds more than {MAX_BYTES // 10**6} MB")
        files.append((entry.name, data))
        newest = max(newest, modified)
    changed = told(newest or folder.stat().st_mtime)
    inner = Path(finds.entries[0].path).parent if finds.entries else folder
    return Package("", tuple(files), tuple(notes), changed, (folder, inner))


def _clone(folder: Path, inner: Path) -> Path | None:
    """Where the ``.git`` of the lessons is: in the submission, at them or above."""
    above = (one for one in (inner, *inner.parents) if one.is_relative_to(folder))
    return next((one for one in above if (one / GIT).is_dir()), None)
