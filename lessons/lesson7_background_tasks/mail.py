"""Given: the way to the mail server. You call it, you don't edit it.

It only pretends to send; the waiting is real, so that you can feel it with
``course run``.
"""

import time

WAIT = 3.0
"""Seconds that a mail server takes on a slow day."""


def send(address: str) -> None:
    """Send the welcome mail. Blocks the thread that calls it, and cannot be awaited."""
    time.sleep(WAIT)
    print(f"mail: welcome, {address}")  # noqa: T201 stands in for a mail server
