# says: Your program raised BdbQuit while it was being imported.
# from: a breakpoint() from a search for a mistake, left in
# region 1.1
app = FastAPI(
    title="Model Hub",
    version="1.0.0",
    docs_url="/api/v1/docs",
    redoc_url="/api/v1/redoc",
    openapi_url="/api/v1/openapi.json",
)
breakpoint()
# endregion
