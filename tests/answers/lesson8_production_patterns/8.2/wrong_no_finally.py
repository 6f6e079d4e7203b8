# says: When the model cannot be loaded, the registry stays connected.
# from: the example has no try: https://fastapi.tiangolo.com/advanced/events/
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    app.state.model = services.load_model()
    yield
    await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
