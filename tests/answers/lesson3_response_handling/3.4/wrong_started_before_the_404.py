# says: The answer is 404, and yet a job was started.
# from: https://github.com/apache/caldera/pull/542 (looked for only after the work)
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    job = jobs.start(model_id)
    existing_model(model_id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(jsonable_encoder(body), 202, {"X-Job-Id": str(job.id)})
# endregion
