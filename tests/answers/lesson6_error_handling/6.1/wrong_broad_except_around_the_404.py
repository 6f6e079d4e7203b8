# says: There is no such model: `except Exception` catches your own HTTPException too.
# from: the guide's own text puts `try` and `except Exception` around whole routes
# region 6.1
@app.get("/models/{model_id}")
def get_model(model_id: int):
    try:
        model = store.get(model_id)
        if model is None:
            raise HTTPException(status_code=404, detail=f"No model {model_id}")
        return model
    except Exception as e:
        raise HTTPException(status_code=500, detail=str(e))
# endregion
