# region 4.1
import contextlib


@contextlib.asynccontextmanager
async def connected():
    connection = await resources.open_connection()
    try:
        yield connection
    finally:
        await resources.close_connection(connection)


async def get_connection():
    async with connected() as connection:
        yield connection


@app.get("/models/{model_id}")
async def get_model(model_id: int, connection=Depends(get_connection)):
    model = await resources.fetch_model(connection, model_id)
    if not model:
        raise HTTPException(404)
    return model
# endregion
