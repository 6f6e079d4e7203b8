# says: The model is loaded before the registry is connected.
# from: https://github.com/cheshire-cat-ai/core/pull/65
# region 8.2
loaded = services.load_model()


@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    yield
    await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
def model() -> services.Model:
    return loaded
# endregion
