# says: A call is not awaited: the connection is not closed.
# from: an `await` forgotten where no value is used, so that nothing else fails
# region 4.1
async def get_connection() -> AsyncIterator[resources.Connection]:
    connection = await resources.open_connection()
    try:
        yield connection
    finally:
        resources.close_connection(connection)


@app.get("/models/{model_id}")
async def get_model(
    model_id: int, connection: Annotated[resources.Connection, Depends(get_connection)]
) -> dict[str, Any]:
    model = await resources.fetch_model(connection, model_id)
    if model is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such model.")
    return model
# endregion
