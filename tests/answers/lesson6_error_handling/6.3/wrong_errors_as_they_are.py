# says: A missing name and password: the answer repeats what the client sent.
# from: the guide's own text, content={"errors": exc.errors()}
# region 6.3
@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    return JSONResponse(
        status_code=400, content={"message": "Not valid.", "errors": exc.errors()}
    )
# endregion
