# region 3.3
@app.get("/models/{number}")
async def one(response: Response, number: int) -> dict[str, Any]:
    response.headers.update(
        {"Cache-Control": "max-age=3600", "X-Model-Version": f"{existing_model(number)['version']}"}
    )
    return existing_model(number)
# endregion
