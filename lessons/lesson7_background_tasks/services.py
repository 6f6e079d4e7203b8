"""Given: the audit log and the cache. You call them, you don't edit them.

Both are services on other machines: each takes its time, and each may be down. Then the
call raises an exception.
"""

import time

WAIT = 1.0
"""Seconds that each call takes."""


def write_audit(model_id: int) -> None:
    """Write into the audit log that this model was published. Blocks."""
    time.sleep(WAIT)
    print(f"audit log: model {model_id} was published")  # noqa: T201 stands in for a service


def clear_cache(model_id: int) -> None:
    """Have the cache forget what it knows of this model. Blocks."""
    time.sleep(WAIT)
    print(f"cache: forgot model {model_id}")  # noqa: T201 stands in for a service
