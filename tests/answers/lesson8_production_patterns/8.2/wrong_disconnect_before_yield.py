# says: The registry is disconnected before the app serves.
# from: https://fastapi.tiangolo.com/advanced/events/ explains which part runs when
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    app.state.model = services.load_model()
    await services.disconnect_registry()
    yield


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
