# region 1.1
PREFIX = "/api/v1"
settings = {"docs_url": f"{PREFIX}/docs", "redoc_url": f"{PREFIX}/redoc"}
app = FastAPI(
    title="Model Hub",
    description="Where people publish models.",
    version="1.0.0",
    openapi_url=f"{PREFIX}/openapi.json",
    **settings,
)
# endregion
