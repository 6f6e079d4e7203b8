# says: A model that does not exist was sent to be trained.
# from: https://github.com/apache/caldera/pull/542 (not looked for at all)
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    job = jobs.start(model_id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(jsonable_encoder(body), 202, {"X-Job-Id": str(job.id)})
# endregion
