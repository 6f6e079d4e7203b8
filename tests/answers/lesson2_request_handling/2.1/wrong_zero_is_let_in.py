# says: A model_id of 0 was let in.
# from: https://fastapi.tiangolo.com/tutorial/path-params-numeric-validations/ (an int alone has no lower bound)
# region 2.1
class Framework(StrEnum):
    SKLEARN = "sklearn"
    PYTORCH = "pytorch"
    TENSORFLOW = "tensorflow"
    XGBOOST = "xgboost"


@app.get("/models/{model_id}")
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
