# region 3.4
class Queued(BaseModel):
    job_id: str
    state: str = "queued"
    queued_at: str


@app.post("/models/{model_id}/retrain")
def retrain(model_id: int):
    existing_model(model_id)
    job = jobs.start(model_id)
    told = Queued(job_id=str(job.id), queued_at=job.queued_at.isoformat())
    return Response(
        told.model_dump_json(),
        status_code=202,
        headers={"X-Job-Id": told.job_id},
        media_type="application/json",
    )
# endregion
