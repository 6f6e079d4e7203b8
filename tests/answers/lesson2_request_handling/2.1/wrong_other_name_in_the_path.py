# says: The path has `{id}`, but the function calls it `model_id`.
# from: https://fastapi.tiangolo.com/tutorial/query-params/ (what is not in the path is a query parameter)
# region 2.1
class Framework(StrEnum):
    SKLEARN = "sklearn"
    PYTORCH = "pytorch"
    TENSORFLOW = "tensorflow"
    XGBOOST = "xgboost"


@app.get("/models/{id}")
def get_model(model_id: int):
    model = store.get_model(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return model


@app.get("/reports/{report_id}")
def get_report(report_id: UUID4):
    report = store.get_report(report_id)
    if report is None:
        raise HTTPException(status_code=404, detail="There is no such report.")
    return report


@app.get("/frameworks/{framework}")
def get_framework(framework: Framework):
    return {"title": f"Models made with {framework}", "models": store.models_made_with(framework)}
# endregion
