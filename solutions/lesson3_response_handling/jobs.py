"""Given: the queue of long jobs. You call it, you don't edit it.

Nothing here ever runs a job; step 3.4 is only about telling the client that it waits.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4


@dataclass(frozen=True)
class Job:
    """A job that waits for its turn. ``id`` is a UUID and ``queued_at`` a datetime."""

    model_id: int
    id: UUID = field(default_factory=uuid4)
    queued_at: datetime = field(default_factory=lambda: datetime.now(UTC))


_queue: list[Job] = []


def start(model_id: int) -> Job:
    """Put a job at the end of the queue; return it at once."""
    job = Job(model_id)
    _queue.append(job)
    return job


def waiting() -> list[list[str]]:
    """Of every job in the queue, oldest first: its id and when it was queued, as text."""
    return [[str(job.id), job.queued_at.isoformat()] for job in _queue]
