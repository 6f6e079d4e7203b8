# region 3.4
@app.post("/models/{model_id}/retrain", status_code=202)
def retrain(model_id: int, response: Response):
    existing_model(model_id)
    job = jobs.start(model_id)
    response.headers["X-Job-Id"] = str(job.id)
    return {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
# endregion
