"""When a git clone was last committed to, read from its files alone.

A clone comes from a stranger. Git itself would read its configuration, which can name
programs to run, and fetch what is missing; a library would follow links and unpack without
bounds. One date of one commit is little, so it is read here: nothing is run, no link is
followed out of the clone, and every read has a bound. What cannot be read so has no date.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checker.grading.clock import told
from checker.regular import read

MOST = 256 * 1024
"""Bytes of one commit, or of what it is a difference to."""
MOST_REFS = 4_000_000
MOST_PACKS = 50
DEEPEST = 50
"""Differences on differences, as many as git itself makes."""
_NAME = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"refs/[\w.@+/-]{1,500}")
_COMMITTER = re.compile(rb"^committer [^\n]*> (\d{1,12}) [+-]\d{4}$", re.MULTILINE)
_COMMIT, _BY_OFFSET, _BY_NAME = 1, 6, 7


class _Unreadable(Exception):
    """This is no clone, or not as git writes it."""


_BROKEN = (
    _Unreadable,
    IndexError,
    OSError,
    OverflowError,
    RuntimeError,  # how pathlib says that links lead in a circle
    ValueError,
    struct.error,
    zlib.error,
)


def committed(folder: Path) -> datetime | None:
    """The committer's date of ``HEAD``, or None where that cannot be told."""
    try:
        root = folder.resolve(strict=True) / ".git"
        if root.is_symlink():
            return None
        data = _Repository(root).commit()
        found = _COMMITTER.search(data.partition(b"\n\n")[0])
        return told(int(found[1][:20])) if found else None
    except _BROKEN:
        return None


@dataclass(frozen=True)
class _Repository:
    root: Path

    def commit(self) -> bytes:
        """The commit that ``HEAD`` names, as git keeps it."""
        name = self._head()
        loose = self._inside(f"objects/{name[:2]}/{name[2:]}")
        if loose.is_file():
            head, _, body = _inflated(read(loose, MOST)[0], MOST).partition(b"\0")
            if not head.startswith(b"commit "):
                raise _Unreadable
            return body
        return self._packed(bytes.fromhex(name))

    def _head(self) -> str:
        told = self._text("HEAD", 1000)
        ref = told.removeprefix("ref: ").strip()
        if ref != told.strip():
            if not _REF.fullmatch(ref) or ".." in ref:
                raise _Unreadable
            told = self._text(ref, 1000) if self._inside(ref).is_file() else self._listed(ref)
        if not _NAME.fullmatch(told.strip()):
            raise _Unreadable
        return told.strip()

    def _listed(self, ref: str) -> str:
        for line in self._text("packed-refs", MOST_REFS).splitlines():
            name, _, listed = line.partition(" ")
            if listed == ref:
                return name
        raise _Unreadable

    def _text(self, name: str, most: int) -> str:
        return read(self._inside(name), most)[0].decode("utf-8", "replace")

    def _inside(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise _Unreadable
        return path

    def _packed(self, name: bytes) -> bytes:
        folder = self._inside("objects/pack")
        with os.scandir(folder) as entries:
            names = sorted(e.name for e in entries if e.name.endswith(".idx"))
        for index in names[:MOST_PACKS]:
            at = _offset(self._inside(f"objects/pack/{index}"), name)
            if at is not None:
                pack = self._inside(f"objects/pack/{index.removesuffix('.idx')}.pack")
                return _whole(pack, self._inside(f"objects/pack/{index}"), at, len(name))
        raise _Unreadable


def _at(path: Path, start: int, size: int) -> bytes:
    return read(path, size, start)[0][:size]


def _offset(index: Path, name: bytes) -> int | None:
    """Where a pack has an object, by its index (version 2), or None."""
    fanout = _at(index, 0, 8 + 1024)
    if not fanout.startswith(b"\xfftOc\0\0\0\2"):
        raise _Unreadable
    counts = struct.unpack(">256I", fanout[8:])
    low, high, total = (counts[name[0] - 1] if name[0] else 0), counts[name[0]], counts[255]
    size = len(name)
    while low < high:
        middle = (low + high) // 2
        found = _at(index, 1032 + middle * size, size)
        if found == name:
            return _place(index, 1032 + total * (size + 4), middle, total)
        low, high = (middle + 1, high) if found < name else (low, middle)
    return None


def _place(index: Path, table: int, number: int, total: int) -> int:
    (at,) = struct.unpack(">I", _at(index, table + number * 4, 4))
    if at & 0x80000000:
        large = table + total * 4 + (at & 0x7FFFFFFF) * 8
        (at,) = struct.unpack(">Q", _at(index, large, 8))
    return int(at)


def _whole(pack: Path, index: Path, at: int, size: int) -> bytes:
    """An object of a pack, which must be a commit, with all differences put onto it."""
    deltas: list[bytes] = []
    while len(deltas) <= DEEPEST:
        data = _at(pack, at, MOST)
        kind, place = data[0] >> 4 & 7, 1
        while data[place - 1] & 0x80:
            place += 1
        if kind == _COMMIT:
            found = _inflated(data[place:], MOST)
            for delta in reversed(deltas):
                found = _applied(found, delta)
            return found
        base: int | None
        if kind == _BY_OFFSET:
            back, place = _backward(data, place)
            base = at - back
        elif kind == _BY_NAME:
            base = _offset(index, data[place : place + size])
            place += size
        else:
            raise _Unreadable
        if base is None or base < 0:
            raise _Unreadable
        deltas.append(_inflated(data[place:], MOST))
        at = base
    raise _Unreadable


def _backward(data: bytes, place: int) -> tuple[int, int]:
    """How far before it the base of a difference lies, and where what follows begins."""
    value = data[place] & 0x7F
    while data[place] & 0x80:
        place += 1
        if value >> 64:
            raise _Unreadable
        value = (value + 1) << 7 | data[place] & 0x7F
    return value, place + 1


def _applied(base: bytes, delta: bytes) -> bytes:
    """What a difference makes of its base."""
    _, place = _number(delta, 0)
    size, place = _number(delta, place)
    out = bytearray()
    while place < len(delta) and len(out) <= min(size, MOST):
        told = delta[place]
        place += 1
        if not told & 0x80:
            out += delta[place : place + told]
            place += told
            continue
        start, many = 0, 0
        for bit in range(4):
            if told >> bit & 1:
                start |= delta[place] << 8 * bit
                place += 1
        for bit in range(3):
            if told >> 4 + bit & 1:
                many |= delta[place] << 8 * bit
                place += 1
        out += base[start : start + (many or 0x10000)]
    if len(out) != size:
        raise _Unreadable
    return bytes(out)


def _number(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[place] & 0x7F) << shift
        shift += 7
        place += 1
        if not data[place - 1] & 0x80:
            return value, place
        if shift > 64:
            raise _Unreadable


def _inflated(data: bytes, most: int) -> bytes:
    return zlib.decompressobj().decompress(data, most)
