# says: The answer is null: your function returned nothing.
# from: a function without a return gives None, which is sent as null
# region 1.3
@app.get("/models/latest")
def latest_model():
    store.latest()
# endregion
# region 1.3
# endregion
