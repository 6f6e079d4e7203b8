# region 6.3
class Problem(schemas.BaseModel):
    loc: list[str | int]
    msg: str


class Problems(schemas.BaseModel):
    message: str = "That cannot be right."
    errors: list[Problem]


async def invalid(request, exc):
    found = [Problem(loc=list(error["loc"]), msg=error["msg"]) for error in exc.errors()]
    return JSONResponse(status_code=400, content=Problems(errors=found).model_dump())


app.add_exception_handler(RequestValidationError, invalid)
# endregion
