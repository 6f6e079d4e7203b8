# says: A path does not begin with a slash.
# from: FastAPI's own assertion, "Routed paths must start with '/'"
# region 1.1
app = FastAPI(
    title="Model Hub",
    version="1.0.0",
    docs_url="api/v1/docs",
    redoc_url="api/v1/redoc",
    openapi_url="api/v1/openapi.json",
)
# endregion
