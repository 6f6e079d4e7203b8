# says: Your handler raised TypeError.
# from: a mistake that learners make: curly brackets for the list
# region 6.3
@app.exception_handler(RequestValidationError)
async def request_refused(request: Request, exc: RequestValidationError) -> JSONResponse:
    errors = {{"loc": error["loc"], "msg": error["msg"]} for error in exc.errors()}
    content = {"message": "The request is not valid.", "errors": errors}
    return JSONResponse(status_code=400, content=content)
# endregion
