# says: Your code raised an AttributeError.
# from: https://github.com/fastapi/fastapi/issues/4451
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = jsonable_encoder({"job_id": job.id, "state": "queued", "queued_at": job.queued_at})
    return JSONResponse(body, status_code=202, headers={"X-Job-Id": job.id})
# endregion
