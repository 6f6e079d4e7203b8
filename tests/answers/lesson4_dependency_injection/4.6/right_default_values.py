# region 4.6
async def get_prices():
    return await pricing.fetch_prices()


@app.get("/quote")
def quote(plan: str, seats: int, prices: dict = Depends(get_prices)):
    if plan in prices:
        return {"total": prices[plan] * seats}
    raise HTTPException(404)
# endregion
