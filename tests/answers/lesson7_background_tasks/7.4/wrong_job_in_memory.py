# says: The client was told 202 before the job was in the database.
# from: https://schema.ai/technologies/redis/insights/background-tasks-lost-on-restart
# region 7.4
class ReportCreate(BaseModel):
    model_id: int


jobs: dict[int, dict[str, Any]] = {}


async def build(report_id: int, model_id: int) -> None:
    jobs[report_id]["result"] = await worker.build_report(model_id)
    jobs[report_id]["state"] = "done"


@app.post("/reports", status_code=202)
async def ask(report: ReportCreate, response: Response, tasks: BackgroundTasks):
    report_id = len(jobs) + 1
    jobs[report_id] = {"id": report_id, "state": "pending", "result": None}
    tasks.add_task(build, report_id, report.model_id)
    response.headers["Location"] = f"/reports/{report_id}"
    return {"id": report_id, "state": "pending"}


@app.get("/reports/{report_id}")
async def get_report(report_id: int):
    if report_id not in jobs:
        raise HTTPException(404)
    return jobs[report_id]
# endregion
