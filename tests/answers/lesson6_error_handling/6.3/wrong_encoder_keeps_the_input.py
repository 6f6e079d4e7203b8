# says: A missing name and password: the answer repeats what the client sent.
# from: https://github.com/darkweid/fastapi-template/pull/2 (jsonable_encoder alone); https://github.com/rhesis-ai/rhesis/pull/2484 (what it gives away)
# region 6.3
from fastapi.encoders import jsonable_encoder


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, exc: RequestValidationError):
    return JSONResponse(
        status_code=400,
        content={"message": "Not valid.", "errors": jsonable_encoder(exc.errors())},
    )
# endregion
