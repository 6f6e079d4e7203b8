"""Model Hub, lesson 2: what a request brings, and what is let in."""

import pathlib
import uuid
from enum import StrEnum
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, Path, Query, UploadFile
from pydantic import UUID4, BaseModel, EmailStr, Field

from . import store

app = FastAPI(title="Model Hub", version="2.0.0")

UPLOADS = pathlib.Path("uploads")
"""Where step 2.4 keeps uploaded files, below the folder the app was started in."""

MAX_BYTES = 100_000
"""The largest upload that step 2.4 lets in."""


# region 2.1
# TODO 2.1: Path parameters
#   GET /models/{model_id}        model_id: a whole number, 1 or more.
#                                 The model: store.get_model(); none: 404
#   GET /reports/{report_id}      report_id: a UUID, version 4 only.
#                                 The report: store.get_report(); none: 404
#   GET /frameworks/{framework}   framework: sklearn, pytorch, tensorflow or xgboost,
#                                 as an Enum. Answer, for pytorch:
#                                 {"title": "Models made with pytorch", "models": […]}
#                                 the list from store.models_made_with()
#   Whatever does not fit is refused with 422, before your function runs.
# endregion


# region 2.2
# TODO 2.2: Query parameters
#   GET /models   a list of models, in the order of store.all_models()
#     search   may be left out; at least 3 characters. Only models with this text in
#              their name
#     skip     leave out so many at the beginning; 0 or more, 0 if not sent
#     limit    then give at most so many; from 1 to 100, 10 if not sent
#   First search, then skip, then limit. What does not fit is refused with 422.
# endregion


# region 2.3
# TODO 2.3: Request bodies. They are JSON. Keep users with store.add_user / change_user.
#   POST  /users             email     an email address: EmailStr
#                            password  at least 8 characters
#                            name      1 to 100 characters
#   PATCH /users/{user_id}   any of the three, with the same rules; none may be null.
#                            Change only what was sent. No such user: 404
#   Both answer {"id": …, "email": …, "name": …}: the password never comes back.
#   Whatever else a client sends is not kept.
# endregion


# region 2.4
# TODO 2.4: File uploads. Keep them in the folder UPLOADS; make it if it is not there.
#   POST /artifacts         one file, in the form field `file`. Answer:
#                           {"filename":      what the client called it,
#                            "stored_as":     the name you gave it inside UPLOADS,
#                            "size":          its bytes,
#                            "content_type":  what the client says it is}
#   POST /artifacts/batch   several, in the form field `files`; a list of such answers
#   A file of more than MAX_BYTES bytes: 413, and nothing of the request is kept.
#   The same filename twice: both files are kept.
#   Names such as ../x, /tmp/x or 300 letters are no reason for a 500, and nothing is
#   ever written outside of UPLOADS. Keep such a file, or refuse it with 400 or 422.
# endregion


# region 2.5
# TODO 2.5: Forms
#   POST /login   form fields (not JSON, not the query): username (it is the user's
#                 email) and password. Answer {"user_id": …} of the user that
#                 store.sign_in() gives; when it gives None: 401
# endregion
