# region 6.1
from fastapi import status


def found(model_id: int) -> dict[str, Any]:
    if (model := store.get(model_id)) is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"no model with id {model_id}")
    return model


@app.get("/models/{model_id}")
def get_model(model: Annotated[dict[str, Any], Depends(found)]):
    return model


@app.post("/models", status_code=status.HTTP_201_CREATED)
def create_model(model: schemas.ModelCreate):
    try:
        return store.add(model.name, model.framework)
    except store.NameTaken as error:
        detail = f"the name {model.name} is taken"
        raise HTTPException(status.HTTP_409_CONFLICT, detail) from error
    except HTTPException:
        raise
    except Exception:
        logger.exception("store.add")
        raise HTTPException(500, "Something went wrong.")
# endregion
