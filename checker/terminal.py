"""One terminal, read key by key and given back as it was.

Only POSIX terminals and the Windows console know single keys; elsewhere there are none,
and whatever waits for one simply never hears it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import FrameType, TracebackType
from typing import Any, Self

try:
    import termios
    import tty
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]
    tty = None  # type: ignore[assignment]


class Keys:
    """Single key presses, as long as the context lasts.

    Args:
        press: called with each key, from another thread.
        resumed: called after Ctrl-Z and ``fg``: what was on the screen is gone.
        resized: called when the terminal has another width.
    """

    def __init__(
        self,
        press: Callable[[str], None],
        resumed: Callable[[], None],
        resized: Callable[[], None] = lambda: None,
    ) -> None:
        self._press = press
        self._resumed = resumed
        self._resized = resized
        self._saved: Any = None
        self._old: dict[int, Any] = {}
        self._wake_r, self._wake_w = os.pipe()
        self._listening = threading.Event()
        self._idle = threading.Event()
        self._ended = False
        self._thread = threading.Thread(target=self._read, daemon=True, name="keys")

    def __enter__(self) -> Self:
        if termios is not None and sys.stdin.isatty():
            self._saved = termios.tcgetattr(sys.stdin)
            self._single()
            self._old = {
                number: signal.signal(number, handler)
                for number, handler in (
                    (signal.SIGTSTP, self._stop),
                    (signal.SIGWINCH, self._resize),
                    (signal.SIGTERM, _leave),
                    (signal.SIGHUP, _leave),
                )
            }
        self._listening.set()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended = True
        self._listening.set()
        os.write(self._wake_w, b"x")
        self._thread.join(timeout=1)
        self._restore()
        for number, handler in self._old.items():
            signal.signal(number, handler)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Meanwhile the terminal is somebody else's, such as a pager's."""
        self._listening.clear()
        self._idle.clear()
        os.write(self._wake_w, b"x")
        self._idle.wait(timeout=1)
        self._restore()
        try:
            yield
        finally:
            self._single()
            self._listening.set()

    def _single(self) -> None:
        if self._saved is not None:
            tty.setcbreak(sys.stdin, termios.TCSADRAIN)

    def _restore(self) -> None:
        if self._saved is not None:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._saved)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """Ctrl-Z: give the terminal back, stop, and take it again after ``fg``."""
        self._restore()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._stop)
        self._single()
        self._resumed()

    def _resize(self, number: int, frame: FrameType | None) -> None:
        self._resized()

    def _read(self) -> None:
        while not self._ended:
            self._idle.set()
            self._listening.wait()
            self._idle.clear()
            for key in self._some():
                self._press(key)

    def _some(self) -> str:
        """The keys pressed since the last time; an arrow or function key is none."""
        if self._saved is None:
            return _windows_key() if termios is None else self._none()
        ready, _, _ = select.select([sys.stdin, self._wake_r], [], [])
        if self._wake_r in ready:
            os.read(self._wake_r, 512)
            return ""
        data = os.read(sys.stdin.fileno(), 32)
        if not data:  # the terminal was closed
            self._ended = True
            return "q"
        return "" if data[:1] == b"\x1b" else data.decode("ascii", "ignore")

    def _none(self) -> str:
        os.read(self._wake_r, 512)
        return ""


def _windows_key() -> str:
    import msvcrt  # type: ignore[unused-ignore]

    key: str = msvcrt.getwch()  # type: ignore[attr-defined, unused-ignore]
    return key


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
