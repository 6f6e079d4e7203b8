"""Model Hub, lesson 7: what can wait until the client has its answer."""

import logging
from collections.abc import Callable
from typing import Any

from fastapi import BackgroundTasks, FastAPI, HTTPException, Response, status
from fastapi.responses import FileResponse
from pydantic import BaseModel
from starlette.background import BackgroundTask

from . import accounts, database, exports, mail, services, worker

log = logging.getLogger(__name__)
app = FastAPI(title="Model Hub", lifespan=worker.lifespan)


@app.get("/ping")
async def ping() -> dict[str, str]:
    """Says that the app is there. Complete; the checks use it."""
    return {"ping": "pong"}


class AccountCreate(BaseModel):
    email: str
    name: str


# region 7.1
#| # TODO 7.1: After the response
#| #   POST /register answers only when the mail is out, and mail.send() is slow.
#| #   Answer first: 201 and the account. Then send the mail, as a background task:
#| #   once, to the account's email, and only to those who got the 201.
#| #   mail.send() blocks: /ping must answer all the same while it runs.
#| @app.post("/register", status_code=status.HTTP_201_CREATED)
#| def register(account: AccountCreate) -> dict[str, Any]:
#|     record = accounts.add(account.email, account.name)
#|     if record is None:
#|         raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.")
#|     mail.send(account.email)
#|     return record
#|? add_task gets the function and its argument apart and calls it after the answer, and since
#|? mail.send is a plain function, that happens in a thread.
@app.post("/register", status_code=status.HTTP_201_CREATED)
def register(account: AccountCreate, tasks: BackgroundTasks) -> dict[str, Any]:
    record = accounts.add(account.email, account.name)
    if record is None:
        raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.")
    tasks.add_task(mail.send, account.email)
    return record


# endregion


# region 7.2
#| # TODO 7.2: Several tasks
#| #   POST /models/{model_id}/publish   {"published": model_id}
#| #   After the answer: services.write_audit(model_id), then
#| #   services.clear_cache(model_id). Both block.
#| #   Each may raise. The other one runs all the same, and what was raised goes to the
#| #   log, with its reason: log.exception("…") inside an except block does that.
#|? Tasks run one after the other, and the first that raises ends them, so each is wrapped by
#|? itself.
def isolated(task: Callable[[int], None], model_id: int) -> None:
    """Run a task so that its failure stops nothing else."""
    try:
        task(model_id)
    except Exception:
        log.exception("%s failed for model %s", task.__name__, model_id)


@app.post("/models/{model_id}/publish")
def publish(model_id: int, tasks: BackgroundTasks) -> dict[str, int]:
    tasks.add_task(isolated, services.write_audit, model_id)
    tasks.add_task(isolated, services.clear_cache, model_id)
    return {"published": model_id}


# endregion


# region 7.3
#| # TODO 7.3: Clean-up after sending
#| #   GET /export sends a file that exports.write() made for this one request. The file
#| #   stays forever, and the disk fills up.
#| #   Remove it with exports.remove(path): after its last byte was sent, not before.
#| #   Also when the client hangs up in the middle.
#| @app.get("/export")
#| def export() -> FileResponse:
#|     path = exports.write()
#|     return FileResponse(path, media_type="text/csv", filename="models.csv")
#|? A task of the response runs once its last byte is sent, and also when the client hangs up.
@app.get("/export")
def export() -> FileResponse:
    path = exports.write()
    return FileResponse(
        path,
        media_type="text/csv",
        filename="models.csv",
        background=BackgroundTask(exports.remove, path),
    )


# endregion


# region 7.4
#| # TODO 7.4: When not to. A report must not get lost, so it is no background task: it
#| #   is a row in the database, and worker.py finds it there. See database.ReportRow.
#| #   POST /reports   JSON body: model_id, a whole number. Saves a ReportRow, and only
#| #                   then answers: 202, the header Location: /reports/{report_id},
#| #                   and the JSON id, state. It does not wait for the report.
#| #   GET /reports/{report_id}   id, state, result, as they are in the database;
#| #                   404 when there is no such row
#|? The row is committed before the client is told, so the worker finds the job in the database
#|? even after a crash.
class ReportCreate(BaseModel):
    model_id: int


@app.post("/reports", status_code=status.HTTP_202_ACCEPTED)
async def ask_for_report(report: ReportCreate, response: Response) -> dict[str, Any]:
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        await session.commit()
    response.headers["Location"] = f"/reports/{row.id}"
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int) -> dict[str, Any]:
    async with database.new_session() as session:
        row = await session.get(database.ReportRow, report_id)
    if row is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such report.")
    return {"id": row.id, "state": row.state, "result": row.result}


# endregion
