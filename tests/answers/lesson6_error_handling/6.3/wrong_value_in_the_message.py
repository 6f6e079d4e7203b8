# says: A password without a digit: the answer repeats what the client sent.
# from: an answer that wants to help ("got …"); see https://github.com/langflow-ai/langflow/pull/15038 for what that costs
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    errors = [
        {"loc": e["loc"], "msg": e["msg"] + ("" if isinstance(e["input"], dict) else f", got {e['input']}")}
        for e in exc.errors()
    ]
    return JSONResponse(status_code=400, content={"message": "Not valid.", "errors": errors})
# endregion
