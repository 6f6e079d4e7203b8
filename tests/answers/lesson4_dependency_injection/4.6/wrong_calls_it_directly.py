# says: We swapped get_prices, and your route did not notice.
# from: https://github.com/fastapi/fastapi/issues/5090
# region 4.6
async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
) -> dict[str, int]:
    prices = await get_prices()
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
