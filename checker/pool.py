"""The same work on many things, in several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import Any, TypeVar

Item = TypeVar("Item")
Done = TypeVar("Done")

_work: Callable[[Any], Any]


def _begin(make: Callable[..., Callable[[Any], Any]], arguments: tuple[Any, ...]) -> None:
    global _work
    _work = make(*arguments)


def _do(item: Any) -> Any:
    return _work(item)


def spread(
    make: Callable[..., Callable[[Item], Done]],
    arguments: tuple[Any, ...],
    items: Iterable[Item],
    workers: int | None = None,
) -> Iterator[Done]:
    """What becomes of each item, as it gets ready.

    Args:
        make: called once in each process with ``arguments``; gives what does the work.
        workers: how many processes; by default one a core.
    """
    with ProcessPoolExecutor(
        workers or os.cpu_count() or 1,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(make, arguments),
    ) as pool:
        for done in as_completed([pool.submit(_do, item) for item in items]):
            yield done.result()
