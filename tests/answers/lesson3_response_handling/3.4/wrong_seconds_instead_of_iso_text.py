# says: The answer does not tell the job as the step asks for it.
# from: https://github.com/fastapi/fastapi/issues/18 (a datetime in another form than asked for)
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": str(job.id), "state": "queued", "queued_at": job.queued_at.timestamp()}
    return JSONResponse(body, 202, {"X-Job-Id": str(job.id)})
# endregion
