# says: `store.latest` is returned, but not called.
# from: the brackets forgotten behind the name of a function
# region 1.3
@app.get("/models/latest")
def latest_model():
    return store.latest
# endregion
# region 1.3
# endregion
