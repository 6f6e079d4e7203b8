# says: The answer is not right at `body.id`.
# from: "latest" read as the first of a list that has the oldest first
# region 1.3
@app.get("/models/latest")
def latest_model():
    return store.all_models()[0]
# endregion
# region 1.3
# endregion
