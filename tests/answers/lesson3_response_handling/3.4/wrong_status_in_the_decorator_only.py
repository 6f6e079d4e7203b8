# says: /retrain answered 200.
# from: https://fastapi.tiangolo.com/advanced/response-directly/ (a response of your own goes out as it is)
# region 3.4
@app.post("/models/{model_id}/retrain", status_code=202)
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": job.id, "state": "queued", "queued_at": job.queued_at}
    return JSONResponse(jsonable_encoder(body), headers={"X-Job-Id": str(job.id)})
# endregion
