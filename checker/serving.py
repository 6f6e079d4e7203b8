"""``course run``: the learner's app under uvicorn, as in production but with reload."""

from __future__ import annotations

import re
import socket
import sys
from pathlib import Path

from checker.curriculum import Lesson
from checker.errors import UsageError

_DOCS = re.compile(r"""\bdocs_url\s*=\s*["'](/[^"']*)["']""")


def command(workspace: Path, lesson: Lesson, port: int) -> list[str]:
    """The command line; to be run in the lesson's folder."""
    target = f"lessons.{lesson.id}.main:app"
    where = ["--app-dir", str(workspace), "--port", str(port)]
    watched = ["--reload", "--reload-dir", str(workspace / "lessons" / lesson.id)]
    return [sys.executable, "-m", "uvicorn", target, *where, *watched]


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
