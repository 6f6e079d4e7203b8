"""A failed check's requests, sent to the running app while ``course watch`` goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from checker import tape as tapes
from checker.errors import CourseError, UsageError
from checker.tape import NoApp, OtherApp, Played, Tape

PORT = 8000
"""Where the app runs that is started from here."""


@dataclass(frozen=True)
class Replayed:
    """A failed check's requests were sent to the running app, or there is none."""

    tape: Tape
    played: tuple[Played, ...] = ()
    error: CourseError | None = None


class Replays:
    """Sends failed checks' requests to the running app, without holding the loop up."""

    def __init__(self, post: Callable[[Replayed], None], port: int = PORT) -> None:
        self._post = post
        self._port = port

    def start(self, tape: Tape) -> None:
        """Begin to send; :class:`Replayed` comes when all answers are there."""
        threading.Thread(target=self._run, args=(tape,), daemon=True).start()

    def _run(self, tape: Tape) -> None:
        try:
            self._post(Replayed(tape, tuple(tapes.play(tape, self._port, ""))))
        except (NoApp, OtherApp) as error:
            way = "Press a to run yours, wait a moment, and press t again."
            if isinstance(error, OtherApp):
                way = f"End it. {way}"
            self._post(Replayed(tape, error=UsageError(error.message, way)))
