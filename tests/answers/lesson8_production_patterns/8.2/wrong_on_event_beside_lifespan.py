# says: The registry stays connected when the app ends.
# from: https://github.com/litestar-org/advanced-alchemy/issues/367; warned of at https://fastapi.tiangolo.com/advanced/events/
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    app.state.model = services.load_model()
    yield


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.on_event("shutdown")
async def shutdown():
    await services.disconnect_registry()


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
