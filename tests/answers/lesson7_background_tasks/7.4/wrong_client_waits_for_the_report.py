# says: The client has to wait for the report.
# from: https://learnixo.io/blog/dotnet-rest-long-running-operations (the synchronous way)
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response):
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        await session.commit()
        row.result = await worker.build_report(row.model_id)
        row.state = "done"
        await session.commit()
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
