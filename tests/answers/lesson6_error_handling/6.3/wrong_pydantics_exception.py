# says: Nothing handles RequestValidationError yet.
# from: https://github.com/DeanWay/pydantic-jsonapi/pull/9 (a handler for pydantic's ValidationError)
# region 6.3
from pydantic import ValidationError


@app.exception_handler(ValidationError)
async def invalid(request: Request, exc: ValidationError):
    errors = [{"loc": e["loc"], "msg": e["msg"]} for e in exc.errors()]
    return JSONResponse(status_code=400, content={"message": "Not valid.", "errors": errors})
# endregion
