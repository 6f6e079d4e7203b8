# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": str(job.id), "state": "queued", "queued_at": job.queued_at.isoformat()}
    return JSONResponse(body, 202, {"x-job-id": body["job_id"]})
# endregion
