"""Model Hub, lesson 3: what goes back to the client."""

import pathlib
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, HTTPException, Response, status
from fastapi.encoders import jsonable_encoder
from fastapi.responses import FileResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel

from . import exports, jobs, store

app = FastAPI(title="Model Hub", version="3.0.0")

ARTIFACTS = pathlib.Path("artifacts")
"""The folder that step 3.5 sends files from, below the one the app was started in."""


class ModelCreate(BaseModel):
    """A new model, as a client sends it. Complete; step 3.2 uses it."""

    name: str
    framework: str


def existing_model(model_id: int) -> dict[str, Any]:
    """The model, or a 404. Complete; steps 3.3 and 3.4 use it."""
    model = store.get_model(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail="There is no such model.")
    return model


# region 3.1
#| # TODO 3.1: Response models. A user goes out as {"id", "email", "name"}, no more.
#| #   GET /users             every user: store.all_users()
#| #   GET /users/{user_id}   one user: store.get_user(); when it gives None: 404
#| #   The store gives objects that also have a password_hash. Describe in a Pydantic
#| #   model what goes out, and name it as the response model of both routes: the hash
#| #   is in no answer, and the app's docs (OpenAPI) show exactly the three fields.
#|? With a response model the routes can return the store's own objects: FastAPI lets out the
#|? three fields, and the docs promise exactly these.
class UserOut(BaseModel):
    id: int
    email: str
    name: str


@app.get("/users", response_model=list[UserOut])
def list_users() -> list[store.User]:
    return store.all_users()


@app.get("/users/{user_id}", response_model=UserOut)
def get_user(user_id: int) -> store.User:
    user = store.get_user(user_id)
    if user is None:
        raise HTTPException(status_code=404, detail="There is no such user.")
    return user


# endregion


# region 3.2
#| # TODO 3.2: Status codes
#| #   POST   /models             body: ModelCreate. Keep it: store.add_model(name,
#| #                              framework), and answer with the model it gives: 201
#| #   DELETE /models/{model_id}  store.remove_model(); then 204, with an empty body.
#| #                              When it gives False: 404
#| #   The docs (OpenAPI) show these codes too, 201 and 204, in place of 200.
#|? A status code in the decorator is both the one that is sent and the one that the docs show.
@app.post("/models", status_code=status.HTTP_201_CREATED)
def create_model(model: ModelCreate) -> dict[str, Any]:
    return store.add_model(model.name, model.framework)


@app.delete("/models/{model_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_model(model_id: int) -> None:
    if not store.remove_model(model_id):
        raise HTTPException(status_code=404, detail="There is no such model.")


# endregion


# region 3.6
#| # (Step 3.6 will come back to this place.)
#|? Each `yield` hands one line over before the next row is asked for, so memory stays small
#|? however many models there are.
class CSVResponse(StreamingResponse):
    media_type = "text/csv"


@app.get("/models/export", response_class=CSVResponse)
async def export_models() -> AsyncIterator[str]:
    yield exports.csv_line(exports.COLUMNS)
    async for row in exports.rows():
        yield exports.csv_line(row)


# endregion


# region 3.3
#| # TODO 3.3: Headers
#| #   GET /models/{model_id}   the model: existing_model(model_id), which raises the 404
#| #   Two headers go with a model:
#| #     Cache-Control     max-age=3600   (keep the answer for an hour)
#| #     X-Model-Version   the model's own version, such as 3
#|? Headers set on the `response` parameter go with the answer, and the function still returns
#|? the plain model.
@app.get("/models/{model_id}")
def get_model(model_id: int, response: Response) -> dict[str, Any]:
    model = existing_model(model_id)
    response.headers["Cache-Control"] = "max-age=3600"
    response.headers["X-Model-Version"] = str(model["version"])
    return model


# endregion


# region 3.4
#| # TODO 3.4: Custom JSON responses
#| #   POST /models/{model_id}/retrain
#| #     No such model: 404, and no job is started (existing_model(model_id) does it).
#| #     Else start one job, jobs.start(model_id), and answer 202 with the header
#| #     X-Job-Id (the job's id) and {"job_id": …, "state": "queued", "queued_at": …},
#| #     where queued_at is the job's, as ISO text: "2026-01-31T09:30:00+00:00"
#|? The 404 comes before the job is started, and jsonable_encoder writes the id and the time as
#|? FastAPI does everywhere else.
@app.post("/models/{model_id}/retrain", status_code=status.HTTP_202_ACCEPTED)
def retrain_model(model_id: int) -> JSONResponse:
    existing_model(model_id)
    job = jobs.start(model_id)
    told = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(
        jsonable_encoder(told),
        status_code=status.HTTP_202_ACCEPTED,
        headers={"X-Job-Id": str(job.id)},
    )


# endregion


# region 3.5
#| # TODO 3.5: File downloads
#| #   GET /artifacts/{path:path}   a file in the folder ARTIFACTS or in a folder inside
#| #                                of it, such as scores.csv or iris/scores.csv
#| #   Answer its bytes, the media type that fits its name, and the header
#| #   Content-Disposition: attachment; filename="scores.csv" (without the folders).
#| #   Whatever else is asked for answers 404, never 500: what is not there, a folder,
#| #   a name that no file can have, and all that leads out of ARTIFACTS (.., a full
#| #   path, a link).
#|? `resolve` first follows every `..` and every link, and only the real path is compared with
#|? the folder, so no spelling of a name gets around it.
def artifact(path: str) -> pathlib.Path | None:
    """The file inside ARTIFACTS with this path, or None."""
    folder = ARTIFACTS.resolve()
    try:
        file = (folder / path).resolve()  # without "..", and with links followed
        found = file.is_relative_to(folder) and file.is_file()
    except (OSError, ValueError):  # no file can have this name
        return None
    return file if found else None


@app.get("/artifacts/{path:path}")
def download_artifact(path: str) -> FileResponse:
    file = artifact(path)
    if file is None:
        raise HTTPException(status_code=404, detail="There is no such file.")
    return FileResponse(file, filename=file.name)


# endregion


# region 3.6
#| # TODO 3.6: Streaming
#| #   GET /models/export   all models as CSV, media type text/csv. The first line has
#| #                        exports.COLUMNS, then each row of exports.rows() has a line.
#| #   exports.rows() is an async generator and slow; exports.csv_line(values) makes a
#| #   line. Send every line as soon as it is there, before you ask for the next row.
#| #   Where in this file must it stand, so that /models/{model_id} does not take it?
# endregion
