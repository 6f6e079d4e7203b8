# says: A password without a digit made your handler crash.
# from: https://github.com/jundot/omlx/issues/3387 (Object of type ValueError is not JSON serializable)
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    errors = [{k: v for k, v in error.items() if k != "input"} for error in exc.errors()]
    return JSONResponse(status_code=400, content={"message": "Not valid.", "errors": errors})
# endregion
