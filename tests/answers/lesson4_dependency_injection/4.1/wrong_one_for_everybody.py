# says: A request did not open one connection of its own.
# from: https://tutorials.dodatech.com/quick-fix/fastapi-orm-session/ (global session)
# region 4.1
shared = None


async def get_connection() -> AsyncIterator[resources.Connection]:
    global shared
    if shared is None:
        shared = await resources.open_connection()
    yield shared


@app.get("/models/{model_id}")
async def get_model(
    model_id: int, connection: Annotated[resources.Connection, Depends(get_connection)]
) -> dict[str, Any]:
    model = await resources.fetch_model(connection, model_id)
    if model is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such model.")
    return model
# endregion
