# says: The 202 was sent as a part of the body; the status is still 200.
# from: https://github.com/spec-first/connexion/pull/425 (how Flask people write it)
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return body, 202, {"X-Job-Id": str(job.id)}
# endregion
