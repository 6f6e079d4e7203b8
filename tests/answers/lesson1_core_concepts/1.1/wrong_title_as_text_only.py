# says: The app's version is not '1.0.0'.
# from: https://fastapi.tiangolo.com/tutorial/metadata/ (version is the app's, and 0.1.0 unless given)
# region 1.1
app = FastAPI(
    title="Model Hub",
    docs_url="/api/v1/docs",
    redoc_url="/api/v1/redoc",
    openapi_url="/api/v1/openapi.json",
)
# endregion
