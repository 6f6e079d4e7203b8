# says: There is no Cache-Control header.
# from: https://fastapi.tiangolo.com/tutorial/header-params/ (which is about headers that come in)
# region 3.3
from typing import Annotated

from fastapi import Header


@app.get("/models/{model_id}")
def get_model(
    model_id: int,
    cache_control: Annotated[str, Header()] = "max-age=3600",
    x_model_version: Annotated[str, Header()] = "3",
):
    return existing_model(model_id)
# endregion
