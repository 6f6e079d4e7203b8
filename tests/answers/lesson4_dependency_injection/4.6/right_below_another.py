# region 4.6
async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


async def get_price(plan: str, prices: Annotated[dict[str, int], Depends(get_prices)]) -> int:
    price = prices.get(plan)
    if price is None:
        raise HTTPException(status_code=404, detail="No such plan.")
    return price


@app.get("/quote")
async def quote(seats: int, price: Annotated[int, Depends(get_price)]) -> dict[str, int]:
    return {"total": seats * price}
# endregion
