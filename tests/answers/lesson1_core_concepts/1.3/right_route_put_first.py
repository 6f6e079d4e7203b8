# region 1.3
# endregion
# region 1.3
@app.get("/models/latest")
def latest_model():
    return store.latest()


app.router.routes.insert(0, app.router.routes.pop())
# endregion
