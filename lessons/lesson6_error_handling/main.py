"""Model Hub, lesson 6: what clients hear, and what we hear, when something fails."""

import logging
import uuid
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from . import registry, reports, schemas, store

logger = logging.getLogger(__name__)

app = FastAPI()


# region 6.1
# TODO 6.1: HTTPException
#   GET  /models/{model_id}   the model from store.get(model_id). That is None when
#                             there is no such model: answer 404 then.
#   POST /models              JSON body: a schemas.ModelCreate. Keep it with
#                             store.add(name, framework); answer 201 and the model.
#                             store.add raises store.NameTaken when there is a model
#                             with this name: answer 409 then.
#   Both answers have a `detail`, in your own words: it names the model_id (404) or
#   the name (409), and has nothing of the text of the exception.
#   Any other exception is no 404 and no 409: leave it alone.
# endregion


@app.get("/models/{model_id}/downloads")
def downloads(model_id: int) -> dict[str, int]:
    """Complete; step 6.2 uses it."""
    return {"downloads": registry.count_downloads(model_id)}


@app.get("/models/{model_id}/likes")
def likes(model_id: int) -> dict[str, int]:
    """Complete; step 6.2 uses it."""
    return {"likes": registry.count_likes(model_id)}


# region 6.2
# TODO 6.2: A custom exception and its handler
#   registry.count_downloads and registry.count_likes raise registry.RegistryError
#   when the registry cannot answer. Write one handler for the whole app:
#     the client gets 503 and {"message": …}, in your own words, with nothing of the
#     exception in it
#     the log gets the exception, with its traceback: use `logger`
#   Other exceptions are not answered by this handler.
# endregion


@app.post("/users", status_code=201)
def create_user(user: schemas.UserCreate) -> dict[str, str]:
    """Complete; step 6.3 uses it."""
    return {"name": user.name}


@app.post("/artifacts", status_code=201)
def announce_artifact(size: Annotated[int, Form(ge=1)]) -> dict[str, int]:
    """Complete; step 6.3 uses it."""
    return {"size": size}


# region 6.3
# TODO 6.3: Validation errors
#   When a request does not fit (FastAPI raises RequestValidationError), the client
#   gets 400 and {"message": …, "errors": […]}.
#   `errors` has one object for each error, with FastAPI's own "loc" (where; a list)
#   and "msg" (what is wrong), as they are. Nothing that the client sent may be in
#   the answer.
#   Whatever a client sends, the answer is a 4xx, never a 500.
# endregion


def signed_in(request: Request) -> None:
    """Complete; step 6.4 uses it."""
    if "authorization" not in request.headers:
        raise HTTPException(
            status_code=401,
            detail="Please sign in first.",
            headers={"WWW-Authenticate": "Bearer"},
        )


@app.get("/reports/{month}")
def monthly_report(month: int) -> dict[str, int]:
    """Complete; step 6.4 uses it."""
    return reports.monthly(month)


@app.get("/me", dependencies=[Depends(signed_in)])
def me() -> dict[str, str]:
    """Complete; step 6.4 uses it."""
    return {"name": "Ada"}


# region 6.4
# TODO 6.4: The last resort
#   GET /reports/{month} can raise an exception that nobody thought of.
#   For every exception that nothing else handles:
#     the client gets 500 and {"message": …, "request_id": …}; the request_id is a
#     text that is new for each request, and nothing of the exception is in the answer.
#     the log gets a line that has the request_id in its text, with the traceback
#   The answers for an HTTPException (see GET /me) and for an unknown path stay as
#   they are.
# endregion
