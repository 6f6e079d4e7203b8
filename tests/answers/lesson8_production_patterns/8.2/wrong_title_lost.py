# says: The app lost its title.
# from: FastAPI(lifespan=…) written anew, without what it had
# region 8.2
@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    await services.connect_registry()
    try:
        yield {"model": services.load_model()}
    finally:
        await services.disconnect_registry()


app = FastAPI(version="1.0.0", lifespan=lifespan)


@app.get("/model")
async def model(request: Request) -> services.Model:
    return request.state.model  # type: ignore[no-any-return]
# endregion
