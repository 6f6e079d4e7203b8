# region 2.2
from pydantic import NonNegativeInt, conint, constr


@app.get("/models")
def models(
    skip: NonNegativeInt = 0,
    limit: conint(ge=1, le=100) = 10,
    search: constr(min_length=3) | None = None,
):
    from itertools import islice

    matching = (m for m in store.all_models() if not search or search in m["name"])
    return list(islice(matching, skip, skip + limit))
# endregion
