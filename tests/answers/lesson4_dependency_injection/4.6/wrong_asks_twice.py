# says: We swapped get_prices, and the real price list was asked all the same.
# from: https://github.com/fastapi/fastapi/issues/5090 (the real one is still called)
# region 4.6
async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(
    plan: str,
    seats: Annotated[int, Query(ge=1)],
    prices: Annotated[dict[str, int], Depends(get_prices)],
) -> dict[str, int]:
    prices |= await pricing.fetch_prices()
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
