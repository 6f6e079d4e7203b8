# says: The failed start does not end the way uvicorn ends it.
# from: people who want the process to end for sure
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    try:
        app.state.model = services.load_model()
    except ValueError:
        import os

        os._exit(1)
    yield
    await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
