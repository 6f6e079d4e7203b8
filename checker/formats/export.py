"""A list of people as an LMS exported it: its cells, by the names of its columns."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

from checker.errors import UsageError

_OLD = (
    "The roster is not UTF-8, so it was read as Windows-1252, as Excel saves it: "
    "see that the names are right."
)


@dataclass(frozen=True)
class Export:
    """``head`` names the columns; ``lines`` are below it, without the blank ones."""

    delimiter: str
    head: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> int | None:
        """Where a column is, whatever its case."""
        names = [one.casefold() for one in self.head]
        return names.index(name.casefold()) if name.casefold() in names else None

    def cell(self, line: int, name: str) -> str:
        """One cell by its column's name, "" if there is no such column."""
        row, place = self.lines[line], self.column(name)
        return row[place] if place is not None and place < len(row) else ""


def decoded(data: bytes) -> tuple[str, str]:
    """A file's text, and what to say about how it was read, "" for what is usual."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), ""
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), _OLD


def read(text: str) -> Export:
    """Raises UsageError when there is nothing in it, or when it is no CSV."""
    text = text.removeprefix("\ufeff")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [tuple(row) for row in found if any(map(str.strip, row))]
    except csv.Error as error:
        raise UsageError(f"The roster is no CSV: {error}.", "Export it anew, as CSV.") from None
    if not rows:
        raise UsageError("The roster is empty.", "Export it anew, as CSV.")
    return Export(delimiter, tuple(name.strip() for name in rows[0]), tuple(rows[1:]))
