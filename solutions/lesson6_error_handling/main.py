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
#| # TODO 6.1: HTTPException
#| #   GET  /models/{model_id}   the model from store.get(model_id). That is None when
#| #                             there is no such model: answer 404 then.
#| #   POST /models              JSON body: a schemas.ModelCreate. Keep it with
#| #                             store.add(name, framework); answer 201 and the model.
#| #                             store.add raises store.NameTaken when there is a model
#| #                             with this name: answer 409 then.
#| #   Both answers have a `detail`, in your own words: it names the model_id (404) or
#| #   the name (409), and has nothing of the text of the exception.
#| #   Any other exception is no 404 and no 409: leave it alone.
#|? Raising ends the function with the right status, and catching NameTaken alone leaves real
#|? bugs visible.
@app.get("/models/{model_id}")
def get_model(model_id: int) -> dict[str, Any]:
    model = store.get(model_id)
    if model is None:
        raise HTTPException(status_code=404, detail=f"There is no model {model_id}.")
    return model


@app.post("/models", status_code=201)
def create_model(model: schemas.ModelCreate) -> dict[str, Any]:
    try:
        return store.add(model.name, model.framework)
    except store.NameTaken:
        raise HTTPException(
            status_code=409, detail=f"There is a model called {model.name} already."
        ) from None


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
#| # TODO 6.2: A custom exception and its handler
#| #   registry.count_downloads and registry.count_likes raise registry.RegistryError
#| #   when the registry cannot answer. Write one handler for the whole app:
#| #     the client gets 503 and {"message": …}, in your own words, with nothing of the
#| #     exception in it
#| #     the log gets the exception, with its traceback: use `logger`
#| #   Other exceptions are not answered by this handler.
#|? One handler for one kind of exception serves every route, now and later, and the details go
#|? to the log, where only we read them.
@app.exception_handler(registry.RegistryError)
async def registry_failed(request: Request, exc: registry.RegistryError) -> JSONResponse:
    logger.error("The registry did not answer %s", request.url.path, exc_info=exc)
    message = "The registry cannot be reached. Please try again later."
    return JSONResponse(status_code=503, content={"message": message})


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
#| # TODO 6.3: Validation errors
#| #   When a request does not fit (FastAPI raises RequestValidationError), the client
#| #   gets 400 and {"message": …, "errors": […]}.
#| #   `errors` has one object for each error, with FastAPI's own "loc" (where; a list)
#| #   and "msg" (what is wrong), as they are. Nothing that the client sent may be in
#| #   the answer.
#| #   Whatever a client sends, the answer is a 4xx, never a 500.
#|? Only `loc` and `msg` are picked, because the rest of an error repeats what the client sent.
@app.exception_handler(RequestValidationError)
async def request_refused(request: Request, exc: RequestValidationError) -> JSONResponse:
    errors = [{"loc": error["loc"], "msg": error["msg"]} for error in exc.errors()]
    content = {"message": "The request is not valid.", "errors": errors}
    return JSONResponse(status_code=400, content=content)


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
#| # TODO 6.4: The last resort
#| #   GET /reports/{month} can raise an exception that nobody thought of.
#| #   For every exception that nothing else handles:
#| #     the client gets 500 and {"message": …, "request_id": …}; the request_id is a
#| #     text that is new for each request, and nothing of the exception is in the answer.
#| #     the log gets a line that has the request_id in its text, with the traceback
#| #   The answers for an HTTPException (see GET /me) and for an unknown path stay as
#| #   they are.
#|? The same request_id in the answer and in the log leads from a client's complaint to its
#|? traceback, and tells an attacker nothing.
@app.exception_handler(Exception)
async def unexpected(request: Request, exc: Exception) -> JSONResponse:
    request_id = uuid.uuid4().hex
    logger.error("Request %s to %s failed", request_id, request.url.path, exc_info=exc)
    message = "Something went wrong. Tell us the request_id, and we can look it up."
    content = {"message": message, "request_id": request_id}
    return JSONResponse(status_code=500, content=content)


# endregion
