# says: The worker has done the job, and your answer does not say so.
# from: https://github.com/MervinPraison/PraisonAI/issues/2684 (job state that is kept in memory)
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


known: dict[int, dict[str, Any]] = {}


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response):
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        await session.commit()
    known[row.id] = {"id": row.id, "state": row.state, "result": row.result}
    response.headers["Location"] = f"/reports/{row.id}"
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    if report_id not in known:
        raise HTTPException(404)
    return known[report_id]
# endregion
