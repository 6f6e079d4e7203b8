# says: Your file makes two apps: at line
# from: an example pasted below the app that was there
# region 1.1
app = FastAPI(title="Model Hub", version="1.0.0")
app = FastAPI(docs_url="/api/v1/docs", redoc_url="/api/v1/redoc")
# endregion
