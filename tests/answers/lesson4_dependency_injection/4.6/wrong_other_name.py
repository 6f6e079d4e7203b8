# says: There is no function `get_prices`.
# from: a habit: a name of one's own
# region 4.6
async def prices_today() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
    prices: Annotated[dict[str, int], Depends(prices_today)],
) -> dict[str, int]:
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
