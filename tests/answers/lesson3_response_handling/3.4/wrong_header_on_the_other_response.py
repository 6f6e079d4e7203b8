# says: There is no X-Job-Id header.
# from: https://github.com/fastapi/fastapi/issues/3210
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int, response: Response):
    existing_model(model_id)
    job = jobs.start(model_id)
    response.headers["X-Job-Id"] = str(job.id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(jsonable_encoder(body), status_code=202)
# endregion
