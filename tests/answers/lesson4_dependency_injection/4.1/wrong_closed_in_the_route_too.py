# says: A connection was closed more than once.
# from: a habit from functions that clean up after themselves
# region 4.1
async def get_connection() -> AsyncIterator[resources.Connection]:
    connection = await resources.open_connection()
    try:
        yield connection
    finally:
        await resources.close_connection(connection)


@app.get("/models/{model_id}")
async def get_model(
    model_id: int, connection: Annotated[resources.Connection, Depends(get_connection)]
) -> dict[str, Any]:
    model = await resources.fetch_model(connection, model_id)
    if model is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such model.")
    await resources.close_connection(connection)
    return model
# endregion
