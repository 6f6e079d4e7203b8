"""Reads files of strangers: nothing but regular ones, within a bound, never waiting."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
MAX_OWN = 64_000_000
"""Bytes of a file in a learner's own workspace, their code or our records, that is read."""


def own(path: Path, most: int = MAX_OWN) -> bytes:
    """A file in a learner's own workspace, where their program may have put anything.

    A link is followed: they may have laid it themselves.

    Raises:
        OSError: it cannot be read, is no regular file, or has more than ``most`` bytes.
    """
    data, _ = read(path, most, follow=True)
    if len(data) > most:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return data


def read(
    path: str | Path, most: int, start: int = 0, *, follow: bool = False
) -> tuple[bytes, float]:
    """Up to one byte more than ``most`` from ``start`` on, and when it was changed.

    It waits for no FIFO, and follows a link only when asked to.

    Raises:
        OSError: it cannot be read, or is no regular file.
    """
    file = os.open(path, _FLAGS | (0 if follow else _NO_LINK))
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        if start:
            os.lseek(file, start, os.SEEK_SET)
        data = os.read(file, asked := min(max(found.st_size - start, 0), most) + 1)
        while len(data) == asked <= most:  # it has grown meanwhile
            asked = most + 1
            data += os.read(file, asked - len(data))
        return data, found.st_mtime
    finally:
        os.close(file)
