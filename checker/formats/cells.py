"""CSV with cells that a spreadsheet shows, and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

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
    return f"{rounded(points):.2f}".rstrip("0").rstrip(".")


def rounded(points: float) -> float:
    """Points with two decimals, a half up, as people round: 7.125 is 7.13.

    What a product of floats lacks in its last digits does not count: 7.1249999999999 is 7.125.
    """
    exact = Decimal(str(round(points, 9)))
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
