# says: There is no OpenAPI document at /api/v1/openapi.json.
# from: https://github.com/Gozargah/Marzban/pull/1673 (/openapi.json stays when only the pages go)
# region 1.1
app = FastAPI(title="Model Hub", version="1.0.0", docs_url=None)
# endregion
