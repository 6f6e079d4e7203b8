# says: The client was told 202 before the job was in the database.
# from: https://github.com/sdageltc/letitloop/issues/93 (what is in a background task is lost with the process)
# region 7.4
import secrets


class ReportCreate(BaseModel):
    model_id: int


async def save(report_id: int, model_id: int) -> None:
    async with database.new_session() as session:
        session.add(database.ReportRow(id=report_id, model_id=model_id))
        await session.commit()


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response, tasks: BackgroundTasks):
    report_id = secrets.randbelow(2**40)
    tasks.add_task(save, report_id, report.model_id)
    response.headers["Location"] = f"/reports/{report_id}"
    return {"id": report_id, "state": "pending"}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    async with database.new_session() as session:
        row = await session.get(database.ReportRow, report_id)
    if row is None:
        raise HTTPException(404)
    return {"id": row.id, "state": row.state, "result": row.result}
# endregion
