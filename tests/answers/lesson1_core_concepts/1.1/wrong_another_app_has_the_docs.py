# says: The OpenAPI document does not describe this app: /ping is not in it.
# from: https://fastapi.tiangolo.com/advanced/sub-applications/ (a mounted app documents only itself)
# region 1.1
app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
api = FastAPI(title="Model Hub", version="1.0.0")
app.mount("/api/v1", api)
# endregion
