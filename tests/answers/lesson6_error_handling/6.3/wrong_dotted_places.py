# says: The `loc` of an error is not FastAPI's own.
# from: a mistake that learners make: the place is joined to one text
# region 6.3
@app.exception_handler(RequestValidationError)
async def request_refused(request: Request, exc: RequestValidationError) -> JSONResponse:
    errors = [{"loc": ".".join(map(str, error["loc"])), "msg": error["msg"]} for error in exc.errors()]
    content = {"message": "The request is not valid.", "errors": errors}
    return JSONResponse(status_code=400, content=content)
# endregion
