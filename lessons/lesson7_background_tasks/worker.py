"""Given: the worker that does the jobs in the database. You don't edit it.

It looks for pending jobs when the app starts, and then again and again. Whatever was
asked for before a crash is still in the table, so it gets done after it. In production a
worker is often a program of its own, on a machine of its own, that reads the same table
or a queue; your routes would look the same.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select

from . import database
from .database import ReportRow

PAUSE = 1.0
"""Seconds between two looks into the table."""

WAIT = 5.0
"""Seconds that one report takes."""

log = logging.getLogger(__name__)
_one_at_a_time = asyncio.Lock()


async def build_report(model_id: int) -> str:
    """Make the report on a model. Takes long, and gives way while it waits."""
    await asyncio.sleep(WAIT)
    return f"Model {model_id} is fine."


async def work_off() -> None:
    """Do every pending job, the oldest first."""
    async with _one_at_a_time, database.new_session() as session:
        pending = select(ReportRow).where(ReportRow.state == "pending").order_by(ReportRow.id)
        for row in (await session.scalars(pending)).all():
            await _do(row)
            await session.commit()


async def _do(row: ReportRow) -> None:
    try:
        row.result = await build_report(row.model_id)
        row.state = "done"
    except Exception:
        log.exception("report %s failed", row.id)
        row.state = "failed"


async def _keep_working() -> None:
    while True:
        await work_off()
        await asyncio.sleep(PAUSE)


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Let the worker run for as long as the app does."""
    working = asyncio.create_task(_keep_working())
    yield
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working
    await database.engine.dispose()
