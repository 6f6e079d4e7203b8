# says: A UUID of version 1 was let in.
# from: the guide's own text, which takes UUID4 for any UUID; https://docs.pydantic.dev/latest/api/standard_library_types/#uuid
# region 2.1
class Framework(StrEnum):
    SKLEARN = "sklearn"
    PYTORCH = "pytorch"
    TENSORFLOW = "tensorflow"
    XGBOOST = "xgboost"


@app.get("/models/{model_id}")
def get_model(model_id: Annotated[int, Path(ge=1)]):
    model = store.get_model(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return model


@app.get("/reports/{report_id}")
def get_report(report_id: uuid.UUID):
    report = store.get_report(report_id)
    if report is None:
        raise HTTPException(status_code=404, detail="There is no such report.")
    return report


@app.get("/frameworks/{framework}")
def get_framework(framework: Framework):
    return {"title": f"Models made with {framework}", "models": store.models_made_with(framework)}
# endregion
