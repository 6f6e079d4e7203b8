# region 6.3
from fastapi.encoders import jsonable_encoder


@app.exception_handler(RequestValidationError)
def invalid(request: Request, error: RequestValidationError):
    errors = jsonable_encoder(error.errors(), exclude={"input", "ctx"})
    return JSONResponse({"message": f"{len(errors)} errors", "errors": errors}, 400)
# endregion
