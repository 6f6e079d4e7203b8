"""``course run`` and ``course edit``: the other programs a learner works with."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import socket
import sys
import time
from pathlib import Path

from checker.curriculum import Lesson
from checker.errors import UsageError
from checker.tape import HEADER

_DOCS = re.compile(r"""\bdocs_url\s*=\s*["'](/[^"']*)["']""")


def command(workspace: Path, lesson: Lesson, port: int) -> list[str]:
    """The command line; to be run in the lesson's folder."""
    target = f"lessons.{lesson.id}.main:app"
    where = ["--app-dir", str(workspace), "--port", str(port)]
    folder = str(workspace / "lessons" / lesson.id)
    watched = ["--reload", "--reload-dir", folder, "--reload-include", ".env"]
    named = ["--header", f"{HEADER}:{lesson.number}"]
    return [sys.executable, "-m", "uvicorn", target, *where, *watched, *named]


def docs_url(main: str, port: int) -> str:
    """The address of the interactive docs, as far as the text of main.py tells."""
    found = _DOCS.search(main)
    return f"http://127.0.0.1:{port}{found[1] if found else '/docs'}"


def require_free(port: int) -> None:
    """Raises UsageError when another program has the port."""
    with socket.socket() as sock:
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind(("127.0.0.1", port))
        except OSError:
            raise UsageError(
                f"Port {port} is in use by another program.",
                f"Choose another one: course run --port {port + 1 if port < 65535 else 8000}",
            ) from None


def listens(port: int, seconds: float = 10.0) -> bool:
    """Wait until an app takes connections, at most so long; whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.1)
    return False


def editor(path: Path, line: int) -> list[str]:
    """The command that opens a file at a line: ``$VISUAL``, ``$EDITOR``, or VS Code.

    Raises:
        UsageError: none of them is there.
    """
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "code"
    words = shlex.split(wanted)
    if not words or shutil.which(words[0]) is None:
        raise UsageError(
            f"The editor {wanted!r} was not found.",
            f"Set EDITOR to one you have, or open {path} at line {line} yourself.",
        )
    name = Path(words[0]).name.removesuffix(".exe").removesuffix(".cmd")
    if name in {"code", "codium", "code-insiders", "cursor"}:
        return [*words, "--goto", f"{path}:{line}"]
    if name in {"vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro"}:
        return [*words, f"+{line}", str(path)]
    if name in {"subl", "hx", "zed"}:
        return [*words, f"{path}:{line}"]
    return [*words, str(path)]
