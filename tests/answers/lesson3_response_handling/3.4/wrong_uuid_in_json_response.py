# says: Your code raised a TypeError.
# from: https://github.com/mongkok/fastapi-debug-toolbar/issues/15
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(body, status_code=202, headers={"X-Job-Id": str(job.id)})
# endregion
