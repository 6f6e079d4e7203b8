# says: A missing name and password: the answer repeats what the client sent.
# from: https://developer.aliyun.com/article/921759 (PlainTextResponse(str(exc), 400)); FastAPI took it out of its docs in https://github.com/fastapi/fastapi/pull/14487
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    return JSONResponse(status_code=400, content={"message": str(exc), "errors": []})
# endregion
