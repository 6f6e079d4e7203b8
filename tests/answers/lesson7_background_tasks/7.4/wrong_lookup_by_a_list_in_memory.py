# says: After a crash and a restart, your app does not know the job any more.
# from: https://github.com/MervinPraison/PraisonAI/issues/2684 (job state that is kept in memory)
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


known: set[int] = set()


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response):
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        await session.commit()
    known.add(row.id)
    response.headers["Location"] = f"/reports/{row.id}"
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    if report_id not in known:
        raise HTTPException(404)
    async with database.new_session() as session:
        row = await session.get_one(database.ReportRow, report_id)
    return {"id": row.id, "state": row.state, "result": row.result}
# endregion
