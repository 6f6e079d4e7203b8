# says: A plan that is in today's price list was not priced.
# from: a habit: fetched once, kept for ever
# region 4.6
kept: dict[str, int] = {}


async def get_prices() -> dict[str, int]:
    global kept
    kept = kept or await pricing.fetch_prices()
    return kept


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
