# region 1.1
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html

app = FastAPI(docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
app.title = "Model Hub"
app.version = "1.0.0"


@app.get("/api/v1/docs", include_in_schema=False)
def docs():
    return get_swagger_ui_html(openapi_url=app.openapi_url, title=app.title)


@app.get("/api/v1/redoc", include_in_schema=False)
def redoc():
    return get_redoc_html(openapi_url=app.openapi_url, title=app.title)
# endregion
