# says: We swapped get_prices, and your route did not notice.
# from: https://github.com/fastapi/fastapi/issues/641 (overriding another function than the route's)
# region 4.6
import asyncio


async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
    prices: Annotated[dict[str, int], Depends(lambda: asyncio.run(get_prices()))],
) -> dict[str, int]:
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
