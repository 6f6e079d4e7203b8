# says: The client is not told where to ask for its report.
# from: a learner's try: the slash in front is missing, so a client looks below /reports
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


@app.post("/reports", status_code=status.HTTP_202_ACCEPTED)
async def ask_for_report(report: ReportCreate, response: Response) -> dict[str, Any]:
    async with database.new_session() as session:
        row = database.ReportRow(model_id=report.model_id)
        session.add(row)
        await session.commit()
    response.headers["Location"] = f"reports/{row.id}"
    return {"id": row.id, "state": row.state}


@app.get("/reports/{report_id}")
async def get_report(report_id: int) -> dict[str, Any]:
    async with database.new_session() as session:
        row = await session.get(database.ReportRow, report_id)
    if row is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "There is no such report.")
    return {"id": row.id, "state": row.state, "result": row.result}
# endregion
