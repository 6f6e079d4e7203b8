# says: Our request has no body, but your app waits for one.
# from: a dict without Depends is read from the body: https://fastapi.tiangolo.com/tutorial/body/
# region 4.6
async def get_prices() -> dict[str, int]:
    return await pricing.fetch_prices()


@app.get("/quote")
async def quote(plan: str, seats: int, prices: dict[str, int]) -> dict[str, int]:
    if plan not in prices:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such plan.")
    return {"total": seats * prices[plan]}
# endregion
