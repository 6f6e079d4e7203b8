# region 7.4
class ReportCreate(BaseModel):
    model_id: int


@app.post("/reports", status_code=status.HTTP_202_ACCEPTED)
async def ask(report: ReportCreate, response: Response, tasks: BackgroundTasks):
    async with database.new_session.begin() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
    tasks.add_task(worker.work_off)
    response.headers["location"] = app.url_path_for("get_report", report_id=row.id)
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    async with database.new_session() as session:
        row = await session.get(database.ReportRow, report_id)
        if row is None:
            raise HTTPException(404)
        return {"id": row.id, "state": row.state, "result": row.result}
# endregion
