# says: The app serves although its model could not be loaded.
# from: logging and going on, so that the app stays up
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    try:
        app.state.model = services.load_model()
    except Exception:
        logger.exception("no model")
    yield
    await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
