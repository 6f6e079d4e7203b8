# says: and yet it was accepted.
# from: https://fastapi.tiangolo.com/tutorial/path-params/#predefined-values (a str takes any word)
# region 2.1
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
def get_framework(framework: str):
    return {"title": f"Models made with {framework}", "models": store.models_made_with(framework)}
# endregion
