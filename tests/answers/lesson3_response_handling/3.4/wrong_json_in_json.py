# says: The body is a text with JSON in it, not JSON itself.
# from: https://github.com/fastapi/fastapi/issues/788 (JSON text as the content of a JSON response)
# region 3.4
import json


@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    body = {"job_id": str(job.id), "state": "queued", "queued_at": str(job.queued_at)}
    return JSONResponse(json.dumps(body), status_code=202, headers={"X-Job-Id": str(job.id)})
# endregion
