# says: A missing name and password: the errors do not say what is wrong where.
# from: exc.errors()[0], which leaves a client to find one mistake a request
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    first = exc.errors()[0]
    errors = [{"loc": first["loc"], "msg": first["msg"]}]
    return JSONResponse(status_code=400, content={"message": "Not valid.", "errors": errors})
# endregion
