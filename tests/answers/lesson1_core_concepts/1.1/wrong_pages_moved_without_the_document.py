# says: There is no OpenAPI document at /api/v1/openapi.json.
# from: https://fastapi.tiangolo.com/tutorial/metadata/#openapi-url (a parameter of its own)
# region 1.1
app = FastAPI(
    title="Model Hub",
    version="1.0.0",
    docs_url="/api/v1/docs",
    redoc_url="/api/v1/redoc",
)
# endregion
