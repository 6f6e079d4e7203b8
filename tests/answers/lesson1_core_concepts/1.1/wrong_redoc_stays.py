# says: There is no page at /api/v1/redoc.
# from: https://github.com/fastapi/fastapi/issues/846 (three addresses, and each has a parameter)
# region 1.1
app = FastAPI(
    title="Model Hub",
    version="1.0.0",
    docs_url="/api/v1/docs",
    openapi_url="/api/v1/openapi.json",
)
# endregion
