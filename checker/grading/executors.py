"""Where tasks are run: on this machine's cores, or on a cluster; the same interface for both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from checker.errors import UsageError
from checker.grading import tasks

PATIENCE = 15
"""Seconds in which a scheduler answers."""
GRACE = 0.5
"""Seconds in which a client without a connection ends."""


@dataclass(frozen=True)
class Place:
    """``count`` is how many tasks are run at once."""

    executor: Executor
    count: int


@contextmanager
def local(workers: int | None = None) -> Iterator[Place]:
    """This machine: a thread each, and a worker process for each thread.

    Args:
        workers: how many at once; by default one a core.
    """
    count = workers or os.cpu_count() or 1
    tasks.begin()
    executor = ThreadPoolExecutor(count)
    try:
        yield Place(executor, count)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        tasks.end()


@contextmanager
def cluster(address: str, sandboxed: bool) -> Iterator[Place]:
    """A cluster of dask.distributed.

    A lost worker's tasks are run again elsewhere; a task that ran twice does no harm.

    Args:
        address: of its scheduler, ``tcp://host:8786``.

    Raises:
        UsageError: distributed is not installed, nobody answers, or a worker has another
            course or no sandbox.
    """
    try:
        from distributed import Client
        from distributed.comm.addressing import get_address_host_port
    except ModuleNotFoundError:
        raise UsageError(
            "A cluster needs the package distributed.", "pip install -e '.[cluster]'"
        ) from None
    try:
        get_address_host_port(address)
        client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        _let_go(Client)
        message = f"No scheduler answers at {address} ({error})."
        raise UsageError(message, "Start one: dask scheduler; and workers: dask worker.") from None
    with client:
        _require(client.run(tasks.unfit, tasks.digest(), sandboxed))
        cores = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        executor = client.get_executor(retries=3, pure=False)  # type: ignore[no-untyped-call]
        try:
            yield Place(executor, max(cores, 1))
        finally:
            executor.shutdown(wait=False)


def _let_go(clients: Any) -> None:
    """End clients that never had a connection: each would wait half a minute for its end."""
    for client in list(clients._instances):
        if client.status != "running":
            with suppress(Exception):
                client.close(timeout=GRACE)
            client.status = "closed"


def _require(told: dict[str, str]) -> None:
    if not told:
        raise UsageError("The cluster has no workers.", "Start some: dask worker ADDRESS.")
    for worker, why in told.items():
        if why:
            raise UsageError(
                f"The worker {worker} cannot judge: {why}.",
                "Install the same course on all workers, with constraints.txt and the grade extra.",
            )
