# says: The answer does not have the models made with sklearn.
# from: https://fastapi.tiangolo.com/tutorial/path-params/#get-the-enumeration-value
# region 2.1
from enum import Enum


class Framework(Enum):
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
def get_report(report_id: UUID4):
    report = store.get_report(report_id)
    if report is None:
        raise HTTPException(status_code=404, detail="There is no such report.")
    return report


@app.get("/frameworks/{framework}")
def get_framework(framework: Framework):
    title = f"Models made with {framework.value}"
    return {"title": title, "models": store.models_made_with(framework)}
# endregion
