# says: One request started 3 jobs.
# from: https://fastapi.tiangolo.com/advanced/response-headers/ (two places to fill, each filled by a call)
# region 3.4
@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    body = {
        "job_id": jobs.start(model_id).id,
        "state": "queued",
        "queued_at": jobs.start(model_id).queued_at,
    }
    headers = {"X-Job-Id": str(jobs.start(model_id).id)}
    return JSONResponse(jsonable_encoder(body), status_code=202, headers=headers)
# endregion
