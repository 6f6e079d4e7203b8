# region 2.1
import enum


class Framework(str, enum.Enum):
    sklearn = "sklearn"
    pytorch = "pytorch"
    tensorflow = "tensorflow"
    xgboost = "xgboost"


@app.get("/models/{model_id}")
async def one_model(model_id: int = Path(gt=0)):
    if (model := store.get_model(model_id)) is None:
        raise HTTPException(404, "no such model")
    return model


@app.get("/reports/{report_id}")
async def one_report(report_id: UUID4):
    if (report := store.get_report(report_id)) is None:
        raise HTTPException(404)
    return report


@app.get("/frameworks/{framework}")
async def one_framework(framework: Framework):
    models = store.models_made_with(framework.value)
    return {"title": f"Models made with {framework.value}", "models": models}
# endregion
