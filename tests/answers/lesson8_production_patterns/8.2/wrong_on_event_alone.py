# says: The start and the end are @app.on_event functions, which are deprecated.
# from: older tutorials; https://fastapi.tiangolo.com/advanced/events/ has it as the alternative that is deprecated
# region 8.2
app = FastAPI(title="Model Hub", version="1.0.0")


@app.on_event("startup")
async def start():
    await services.connect_registry()
    try:
        app.state.model = services.load_model()
    except Exception:
        await services.disconnect_registry()
        raise


@app.on_event("shutdown")
async def end():
    await services.disconnect_registry()


@app.get("/model")
async def model(request: Request) -> Any:
    return request.app.state.model
# endregion
