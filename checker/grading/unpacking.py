"""Takes files out of an archive from a stranger: no traversal, no links, no bombs.

Only regular files are taken out, under names that stay inside. What the archive claims
is not believed: bytes are counted as they come.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from checker.grading.submissions import foreign

MAX_ARCHIVE = 20_000_000
MAX_BYTES = 50_000_000
MAX_FILES = 5_000
MAX_PARTS = 20
"""Bounds: an archive's bytes, those of all it holds, its entries, the depth of a path."""


OTHER_FORM = "Ask for it as a folder, a zip or a tar.gz file, then run the same command again."
NEW_COPY = "Ask for a new copy, then run the same command again."
MACHINE = {getattr(errno, name, None) for name in (
    "ENOSPC", "EDQUOT", "EIO", "EMFILE", "ENFILE", "ENOMEM", "EROFS")} - {None}  # fmt: skip
"""What goes wrong with a machine, and not with what was handed in."""


class Refused(Exception):
    """The submission cannot be taken in; the argument says why, for an instructor.

    ``remedy``: what they can do about it.
    """

    def __init__(self, why: str, remedy: str = NEW_COPY) -> None:
        super().__init__(why)
        self.remedy = remedy


def is_machines(error: BaseException) -> bool:
    """Whether this machine is at fault: its disk is full, or the like."""
    return isinstance(error, OSError) and error.errno in MACHINE


def unpack(archive: Path, folder: Path) -> None:
    """Write the archive's regular files below ``folder``; links and devices are left out.

    Raises:
        Refused: it is broken, too large, locked, or a name in it leads out of the folder.
        OSError: this machine is at fault; see :func:`is_machines`.
    """
    kind = foreign(archive.name)
    if kind:
        raise Refused(f"a {kind[1:]} file is not unpacked here", OTHER_FORM)
    if archive.stat().st_size > MAX_ARCHIVE:
        raise Refused(f"the archive has more than {MAX_ARCHIVE // 10**6} MB")
    take = _from_zip if archive.name.lower().endswith(".zip") else _from_tar
    try:
        take(archive, folder)
    except Refused:
        raise
    except tarfile.FilterError:
        raise Refused("a name in the archive leads out of it") from None
    except NotImplementedError:
        raise Refused("the archive is packed in a way that is not known here") from None
    except RuntimeError:  # how zipfile says that it wants a password
        raise Refused("the archive is locked with a password") from None
    except Exception as error:  # whatever a decoder raises on rubbish
        if is_machines(error):
            raise
        raise Refused(f"the archive is broken ({type(error).__name__})") from None


class _Bounded(io.RawIOBase):
    """Reads on until so many bytes have come; then it is a bomb."""

    def __init__(self, source: IO[bytes], left: int) -> None:
        self._source = source
        self._left = left

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(min(size if size >= 0 else self._left + 1, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise Refused(f"the archive holds more than {MAX_BYTES // 10**6} MB")
        return data


class _Count:
    """Counts what comes out of one archive."""

    def __init__(self) -> None:
        self._files = 0
        self._bytes = 0

    def add(self, size: int) -> None:
        self._files += 1
        self._bytes += size
        if self._files > MAX_FILES:
            raise Refused(f"the archive holds more than {MAX_FILES:,} files")
        if self._bytes > MAX_BYTES:
            raise Refused(f"the archive holds more than {MAX_BYTES // 10**6} MB")


def _from_tar(archive: Path, folder: Path) -> None:
    count = _Count()
    with _expanded(archive) as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
        for member in tar:
            if _is_history(member.name):
                continue
            count.add(member.size)
            if not member.isreg():
                continue
            if hasattr(tarfile, "data_filter"):  # Python 3.11.4
                member = tarfile.data_filter(member, str(folder))
            data = tar.extractfile(member)
            if data is not None:
                _write(folder / _inside(member.name.lstrip("/")), data)


@contextmanager
def _expanded(archive: Path) -> Iterator[Any]:
    """The tar file as it was before it was compressed, within bounds."""
    openers: dict[bytes, Callable[..., Any]] = {
        b"\x1f\x8b": gzip.open,
        b"BZ": bz2.open,
        b"\xfd7": lzma.open,
    }
    with archive.open("rb") as file:
        opener = openers.get(file.read(2))
    # Headers and padding come on top of the files: at most 1.5 kB for each.
    left = MAX_BYTES + MAX_FILES * 1536
    with opener(archive, "rb") if opener else archive.open("rb") as source:
        yield _Bounded(source, left)


def _from_zip(archive: Path, folder: Path) -> None:
    count = _Count()
    with zipfile.ZipFile(archive) as opened:
        members = [one for one in opened.infolist() if not _is_history(one.filename)]
        for member in members:  # before the first byte is expanded
            count.add(member.file_size)
        for member in members:
            name = _inside(member.filename)
            if member.is_dir() or _kind(member) not in {0, stat.S_IFREG}:
                continue
            with opened.open(member) as data:
                _write(folder / name, data)


def _kind(member: zipfile.ZipInfo) -> int:
    return stat.S_IFMT(member.external_attr >> 16)


def _is_history(name: str) -> bool:
    """Whether it is of a git clone's own files: no part of what is handed in."""
    return ".git" in name.replace("\\", "/").split("/")


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name.replace("\\", "/"))
    drive = path.parts and ":" in path.parts[0]
    if path.is_absolute() or drive or ".." in path.parts or "\0" in name:
        raise Refused("a name in the archive leads out of it")
    if len(path.parts) > MAX_PARTS:
        raise Refused("the archive has folders nested too deep")
    return path


def _write(path: Path, data: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        shutil.copyfileobj(data, file)
