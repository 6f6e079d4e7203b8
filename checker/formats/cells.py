"""CSV with cells that a spreadsheet shows, and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[-+]?[\d.,]*")
_STARTS = tuple("=+-@\t\r＝＋－＠")


def guarded(value: object) -> object:
    """A spreadsheet takes text that begins like this for a formula; a ``'`` in front ends that.

    A number, or a dash for no number, is left alone.
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}" if value.startswith(_STARTS) else value


def table(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as CSV, just as they are. Guard what is a stranger's first."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def amount(points: float) -> str:
    """Points without a needless ``.0``, and with two decimals at most, as an LMS keeps them."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
