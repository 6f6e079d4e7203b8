# region 2.1
from typing import Literal

from pydantic import PositiveInt


def or_404(thing):
    if thing is None:
        raise HTTPException(status_code=404, detail="not here")
    return thing


@app.get("/models/{number}")
def one_model(number: PositiveInt):
    return or_404(store.get_model(number))


@app.get("/reports/{key}")
def one_report(key: UUID4):
    return or_404(store.get_report(str(key)))


@app.get("/frameworks/{name}")
def one_framework(name: Literal["sklearn", "pytorch", "tensorflow", "xgboost"]):
    return {"models": store.models_made_with(name), "title": "Models made with " + name}
# endregion
