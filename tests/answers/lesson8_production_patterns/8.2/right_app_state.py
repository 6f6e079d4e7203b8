# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    try:
        app.state.model = services.load_model()
        yield
    finally:
        await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
