# region 1.5
class Score(BaseModel):
    score: float


@app.get("/models/{number}/benchmark")
def run(number: int) -> Score:
    return Score(score=services.run_benchmark(model_id=number))
# endregion
