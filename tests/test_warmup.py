"""What a host does while it waits: it must work, and leave nothing behind."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from pathlib import Path

import pytest

from checker.host import warmup

PAGE = 4096
PAGES = 2000


def _after_a_fork(prepared: bool) -> int:
    """How many pages a child copies when it writes to all that its parent has made."""
    import resource

    memory = bytearray(PAGES * PAGE)
    memory[::PAGE] = b"1" * PAGES
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        if prepared:
            warmup._populate()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        for place in range(0, len(memory), PAGE):
            memory[place] = 2
        copied = resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
        os.write(write, str(copied).encode())
        os._exit(0)
    os.waitpid(child, 0)
    copied = int(os.read(read, 100))
    os.close(read)
    os.close(write)
    return copied


def _newer_than(major: int, minor: int) -> bool:
    found = os.uname().release.split(".")
    return sys.platform == "linux" and (int(found[0]), int(found[1])) >= (major, minor)


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")
def test_memory_is_copied_beforehand() -> None:
    """A host that has prepared itself copies no page of its parent's memory later."""
    if not _newer_than(5, 14):
        pytest.skip("needs Linux 5.14")
    assert _after_a_fork(prepared=False) >= PAGES
    assert _after_a_fork(prepared=True) < PAGES // 10


def test_database_of_the_rehearsal() -> None:
    """All of it runs; in a host its errors would go unseen."""
    before = threading.active_count()
    asyncio.run(warmup._use_a_database())
    assert before == threading.active_count()


@pytest.mark.skipif(sys.platform == "win32", reason="needs sockets with a path")
def test_rehearsal_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread, and no file but the socket that it was given."""
    monkeypatch.chdir(tmp_path)
    asked: list[object] = []
    monkeypatch.setattr(warmup, "_populate", lambda: asked.append(1))
    before = threading.active_count()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "s"))
    warmup.rehearse(listening)
    assert asked == [1]
    assert before == threading.active_count()
    assert [path.name for path in tmp_path.iterdir()] == ["s"]
