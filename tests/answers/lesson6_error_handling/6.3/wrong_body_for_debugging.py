# says: A missing name and password: the answer repeats what the client sent.
# from: https://fastapi.tiangolo.com/tutorial/handling-errors/#use-the-requestvalidationerror-body (while developing)
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    errors = [{"loc": e["loc"], "msg": e["msg"]} for e in exc.errors()]
    content = {"message": "Not valid.", "errors": errors, "body": exc.body}
    return JSONResponse(status_code=400, content=content)
# endregion
