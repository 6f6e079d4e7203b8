"""Times that files and commits tell: a learner may have set them to anything."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
LATEST = datetime(2199, 12, 31, tzinfo=UTC)
"""Between these, a time can be shown in every zone; what is beyond counts as the nearer one."""


def told(seconds: float) -> datetime:
    """A time in seconds since 1970, as close as it can be; NaN is the earliest."""
    if seconds != seconds:
        return EARLIEST
    first, last = EARLIEST.timestamp(), LATEST.timestamp()
    return datetime.fromtimestamp(min(max(seconds, first), last), UTC)


def sound(time: datetime) -> bool:
    """Whether a time, with its zone, is between the earliest and the latest."""
    return EARLIEST <= time <= LATEST
