# says: An exception (RequestValidationError) is not answered with 400.
# from: the status of FastAPI's own handler, taken over with the rest of it
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    errors = [{"loc": e["loc"], "msg": e["msg"]} for e in exc.errors()]
    return JSONResponse(status_code=422, content={"message": "Not valid.", "errors": errors})
# endregion
