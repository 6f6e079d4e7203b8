"""What is to be graded: the entries of a folder, or the rows of a list."""

from __future__ import annotations

import contextlib
import csv
import difflib
import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checker import plain
from checker.errors import UsageError
from checker.grading.clock import sound

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
FOREIGN = (".rar", ".7z")
"""Archives that are not unpacked here: whoever handed one in is told so."""
_OURS = {"class.html"}
_OTHERS = (".csv", ".sqlite", ".sqlite-journal", ".sqlite-wal", ".sqlite-shm")
"""What lies beside submissions and is none: our page, lists, gradebooks."""
MOST_NAMED = 10
MOST_MEANT = 3
"""Names in a message: of all that there are, and of those that may have been meant."""
_FORM = (
    "Give the folder that holds them: one folder, zip or tar file a learner. "
    "Or a CSV file with the columns learner and path."
)
_COLUMNS = "Let its first line be learner,path and each line below it one learner."


@dataclass(frozen=True)
class Submission:
    """One learner's work, once.

    Args:
        learner: the entry's name without its ending, or what the list says.
        path: a folder or an archive.
        submitted: when it was handed in, with its zone, where a list says so.
    """

    learner: str
    path: Path
    submitted: datetime | None = None


def ending(name: str) -> str:
    """The ending that makes a file an archive, or ""."""
    found = [e for e in ARCHIVES if name.lower().endswith(e)]
    return max(found, key=len, default="")


def archive_ending(name: str) -> str:
    """The ending of an archive, of a kind that is unpacked here or not, or ""."""
    return ending(name) or foreign(name)


def foreign(name: str) -> str:
    """The ending that makes a file an archive which is not unpacked here, or ""."""
    return next((e for e in FOREIGN if name.lower().endswith(e)), "")


def find(place: Path) -> list[Submission]:
    """Every submission in a folder, in the order of their names, or in a list.

    Hidden entries of a folder are left out.

    Raises:
        UsageError: there is no such place, nothing in it, or it cannot be read.
    """
    try:
        return _found(place)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{place} cannot be read: {why}.", "See that you may read it.") from None


def _found(place: Path) -> list[Submission]:
    if place.suffix.lower() == ".csv" and place.is_file():
        return _listed(place.resolve())
    if ending(place.name) and place.is_file():
        raise UsageError(f"{place} is one archive, not a folder of them.", _FORM)
    if place.exists() and not place.is_dir():
        raise UsageError(f"{place} is neither a folder nor a CSV file.", _FORM)
    if not place.is_dir():
        raise UsageError(f"There is no folder {place}.", _FORM)
    folder = place.resolve()
    if (folder / "lessons").is_dir():
        raise UsageError(f"{folder} is one submission, not a folder of them.", _FORM)
    found = [entry for entry in _entries(folder) if _is_one(entry)]
    if not found:
        strays = left_out(place)
        more = " …" if len(strays) > MOST_NAMED else ""
        named = f" Left out: {', '.join(strays[:MOST_NAMED])}{more}." if strays else ""
        raise UsageError(f"There are no submissions in {folder}.{named}", _FORM)
    return [Submission(learner(entry), entry) for entry in found]


def left_out(place: Path) -> list[str]:
    """Names of the files in a folder that are no submission: no folder, no archive.

    Hidden files, tables and gradebooks, and the page about the class are not among them.
    """
    if not place.is_dir():
        return []
    names = [entry.name for entry in _entries(place) if not _is_one(entry)]
    strays = (n for n in names if n not in _OURS and not n.lower().endswith(_OTHERS))
    return [plain.line(name) for name in strays]


def _is_one(entry: Path) -> bool:
    return entry.is_dir() or bool(archive_ending(entry.name))


def _entries(folder: Path) -> list[Path]:
    seen = (entry for entry in folder.iterdir() if not entry.is_symlink())
    return sorted(e for e in seen if not e.name.startswith((".", "__MACOSX")))


def learner(path: Path) -> str:
    """Whose work an entry of a folder is, by its name; what is no UTF-8 in it is spelled out."""
    known = "" if path.is_dir() else archive_ending(path.name)
    name = path.name[: len(path.name) - len(known)]
    told = os.fsencode(name).decode("utf-8", "backslashreplace")
    return _tidy(told) or path.name


def _tidy(name: str) -> str:
    return plain.line(re.sub(r"\s+", " ", name).strip())


def _listed(place: Path) -> list[Submission]:
    try:
        text = place.read_text("utf-8-sig")
        found = list(_rows(place, csv.DictReader(io.StringIO(text, newline=""))))
    except (OSError, ValueError, csv.Error) as error:
        raise UsageError(f"The list {place} cannot be read: {error}.", _FORM) from None
    if not found:
        raise UsageError(f"There are no submissions in {place}.", _FORM)
    return found


def _rows(place: Path, rows: csv.DictReader[str]) -> Iterator[Submission]:
    rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
    if not {"learner", "path"} <= set(rows.fieldnames):
        has = plain.line(", ".join(rows.fieldnames))
        why = f"has no columns learner and path; it has: {has}." if has else "is empty."
        raise UsageError(f"The list {place} {why}", _COLUMNS)
    for row in rows:
        learner, path = _tidy(row["learner"] or ""), (row["path"] or "").strip()
        if not learner or not path:
            message = f"Line {rows.line_num} of {place} has no learner or no path."
            raise UsageError(message, "Fill it in, or take the line out.")
        yield Submission(learner, place.parent / path, _moment(place, rows.line_num, row))


def _moment(place: Path, line: int, row: dict[str, str]) -> datetime | None:
    text = (row.get("submitted") or "").strip()
    return moment(text, f"Line {line} of {place}") if text else None


def moment(text: str, where: str) -> datetime:
    """A time as people write it, ``2026-12-01 23:59`` or ISO 8601, with its zone.

    Without a zone it is one of this machine's. A day alone means its last minute.

    Raises:
        UsageError: it is no time. ``where`` begins the sentence that says so.
    """
    with contextlib.suppress(ValueError, OverflowError):
        found = datetime.fromisoformat(text)
        if len(text) <= len("2026-12-01"):
            found = found.replace(hour=23, minute=59, second=59)
        found = found.astimezone()
        if sound(found):
            return found
    raise UsageError(f"{where}: {text!r} is no time.", "Write it like 2026-12-01T23:59+01:00.")


def of(found: Sequence[Submission], learners: Collection[str]) -> list[Submission]:
    """The submissions of these learners; of all, when there are no names.

    Raises:
        UsageError: somebody has handed in nothing.
    """
    names = {one.learner for one in found}
    for wanted in learners:
        if wanted not in names:
            raise UsageError(f"There is nothing from {wanted!r}.", suggestion(wanted, names))
    return [one for one in found if not learners or one.learner in learners]


def suggestion(wanted: str, names: Collection[str]) -> str:
    """Who may have been meant by a name that is not among these."""
    folded = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold(), folded, cutoff=0.7)
    part = wanted.strip().casefold()
    close = close or [name for name in sorted(folded) if part and part in name][:MOST_MEANT]
    if close:
        return f"Did you mean {' or '.join(folded[name] for name in close)}?"
    more = f", and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"There are: {', '.join(sorted(names)[:MOST_NAMED]) or 'nobody'}{more}."
