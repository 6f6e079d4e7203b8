# says: A call is not awaited: `commit` gives a promise (a coroutine), and does nothing.
# from: seen when playing the lesson: the warning goes to the terminal only
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response):
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        session.commit()
    response.headers["Location"] = f"/reports/{row.id}"
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    async with database.new_session() as session:
        row = await session.get(database.ReportRow, report_id)
    if row is None:
        raise HTTPException(404)
    return {"id": row.id, "state": row.state, "result": row.result}
# endregion
