# says: /docs still answers; it should have moved.
# from: https://fastapi.tiangolo.com/advanced/behind-a-proxy/ (root_path is for a proxy, not a prefix)
# region 1.1
app = FastAPI(title="Model Hub", version="1.0.0", root_path="/api/v1")
# endregion
