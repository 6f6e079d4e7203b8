"""Given: the monthly report. You call it, you don't edit it.

It has a mistake that nobody has found yet: there are months in which it raises an
exception. To see that with ``course run``, ask for month 2.
"""

_PUBLISHED = {1: 12, 2: 0, 3: 31}
_DOWNLOADS = {1: 480, 2: 95, 3: 1302}


def monthly(month: int) -> dict[str, int]:
    """Models published in a month, and downloads per new model."""
    published = _PUBLISHED.get(month, 0)
    return {"published": published, "downloads_each": _DOWNLOADS.get(month, 0) // published}
