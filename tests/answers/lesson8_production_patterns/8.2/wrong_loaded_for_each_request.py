# says: The model was loaded again for a request.
# from: https://github.com/QuentinFuxa/WhisperLiveKit/pull/43 (loaded two or three times)
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI):
    await services.connect_registry()
    try:
        services.load_model()
        yield
    finally:
        await services.disconnect_registry()


app = FastAPI(title="Model Hub", version="1.0.0", lifespan=lifespan)


@app.get("/model")
def model() -> services.Model:
    return services.load_model()
# endregion
