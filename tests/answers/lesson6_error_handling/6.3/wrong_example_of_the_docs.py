# says: An exception (RequestValidationError) is not answered with 400.
# from: https://fastapi.tiangolo.com/tutorial/handling-errors/#use-the-requestvalidationerror-body
# region 6.3
from fastapi.encoders import jsonable_encoder


@app.exception_handler(RequestValidationError)
async def validation_exception_handler(request: Request, exc: RequestValidationError):
    return JSONResponse(
        status_code=422,
        content=jsonable_encoder({"detail": exc.errors(), "body": exc.body}),
    )
# endregion
