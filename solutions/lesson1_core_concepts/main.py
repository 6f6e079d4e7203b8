"""Model Hub, lesson 1: the app, its paths, and who waits for whom."""

from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from . import services, store

# region 1.1
#| # TODO 1.1: The app
#| #   title "Model Hub", version "1.0.0"
#| #   interactive docs at /api/v1/docs, ReDoc at /api/v1/redoc,
#| #   OpenAPI document at /api/v1/openapi.json (and nothing at the old places)
#| app = FastAPI()
#|? The two pages only show the OpenAPI document, so all three addresses are moved together.
app = FastAPI(
    title="Model Hub",
    version="1.0.0",
    docs_url="/api/v1/docs",
    redoc_url="/api/v1/redoc",
    openapi_url="/api/v1/openapi.json",
)
# endregion


@app.get("/ping")
async def ping() -> dict[str, str]:
    """Says that the app is there. Complete; step 1.5 uses it."""
    return {"ping": "pong"}


# region 1.2
#| # TODO 1.2: The five path operations. Keep the models in `store` (see store.py).
#| #   GET    /models             every model, as a list
#| #   GET    /models/{model_id}  one model
#| #   POST   /models             JSON body: name, framework, and description, which may
#| #                              be left out and is then null. Answer: the new model
#| #   PATCH  /models/{model_id}  JSON body: any of those fields; only description may be
#| #                              null. Change only what was sent. Answer: the whole model
#| #   DELETE /models/{model_id}  remove it; what you answer is up to you
#| #   Where a model_id is not in the store, GET, PATCH and DELETE answer 404.
#|? Two models say what each request may leave out, and one helper turns every missing record
#|? into the same 404.
class ModelCreate(BaseModel):
    name: str
    framework: str
    description: str | None = None


class ModelUpdate(BaseModel):
    # A default makes a field optional. These are never used: exclude_unset drops them.
    name: str = ""
    framework: str = ""
    description: str | None = None


def found(record: dict[str, Any] | None) -> dict[str, Any]:
    """The record itself, or a 404 when there is none."""
    if record is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return record


@app.get("/models")
def list_models() -> list[dict[str, Any]]:
    return store.all_models()


@app.post("/models")
def create_model(model: ModelCreate) -> dict[str, Any]:
    return store.add(model.model_dump())


# endregion


# region 1.3
#| # (Step 1.3 will come back to this place.)
#|? FastAPI takes the first route that fits, so the fixed path stands above the one with
#|? {model_id}.
@app.get("/models/latest")
def latest_model() -> dict[str, Any] | None:
    return store.latest()


# endregion


# region 1.2
#| # (The operations with {model_id} fit here.)
#|? `exclude_unset` tells what was sent from what only has a default, so a PATCH changes no more
#|? than the client named.
@app.get("/models/{model_id}")
def get_model(model_id: int) -> dict[str, Any]:
    return found(store.get(model_id))


@app.patch("/models/{model_id}")
def update_model(model_id: int, changes: ModelUpdate) -> dict[str, Any]:
    return found(store.change(model_id, changes.model_dump(exclude_unset=True)))


@app.delete("/models/{model_id}")
def delete_model(model_id: int) -> dict[str, bool]:
    if not store.remove(model_id):
        raise HTTPException(status_code=404, detail="There is no such model.")
    return {"deleted": True}


# endregion


# region 1.3
#| # TODO 1.3: Fixed before variable paths
#| #   GET /models/latest   the model that was added last: store.latest()
#| #   Where in this file must it stand, so that /models/{model_id} does not take it?
#| #   (You may write it anywhere in this file, not only here.)
# endregion


# region 1.4
#| # TODO 1.4: Async for waiting
#| #   GET /stats   {"downloads": …} with the number from services.count_downloads().
#| #   It is an async function: many requests must be able to wait for it at once.
#|? While this request awaits its number, the thread that serves all async functions is free for
#|? the others.
@app.get("/stats")
async def stats() -> dict[str, int]:
    return {"downloads": await services.count_downloads()}


# endregion


# region 1.5
#| # TODO 1.5: Sync for blocking
#| #   GET /models/{model_id}/benchmark   {"score": …} with the number from
#| #   services.run_benchmark(model_id). It blocks: /ping must answer all the same.
#|? A plain `def` runs in a thread beside the others, so the blocking call holds up nobody but
#|? the client who asked.
@app.get("/models/{model_id}/benchmark")
def benchmark(model_id: int) -> dict[str, float]:
    return {"score": services.run_benchmark(model_id)}


# endregion
