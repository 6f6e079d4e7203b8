# region 8.2
from contextlib import AsyncExitStack

shelf: dict[str, services.Model] = {}


@asynccontextmanager
async def lifespan(_: FastAPI):
    async with AsyncExitStack() as stack:
        await services.connect_registry()
        stack.push_async_callback(services.disconnect_registry)
        shelf["model"] = await asyncio.to_thread(services.load_model)
        yield


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
def model():
    return shelf["model"]
# endregion
