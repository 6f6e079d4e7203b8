# says: A plan that is in today's price list was not priced.
# from: a habit: what is needed is made when the module is imported
# region 4.6
import asyncio

PRICES = asyncio.run(pricing.fetch_prices())


async def get_prices() -> dict[str, int]:
    return PRICES


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
    prices: Annotated[dict[str, int], Depends(get_prices)],
) -> dict[str, int]:
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
