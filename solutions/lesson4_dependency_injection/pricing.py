"""Given: a price list that somebody else keeps, and charges for. You don't edit it."""

import asyncio

WAIT = 0.5
"""Seconds that each call takes."""


async def fetch_prices() -> dict[str, int]:
    """The price of one seat in each plan, in cents. Each call costs real money."""
    await asyncio.sleep(WAIT)
    return {"team": 900, "company": 1500}
