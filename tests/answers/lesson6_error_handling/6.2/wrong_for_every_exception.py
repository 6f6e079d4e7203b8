# says: is not answered with 503
# from: https://github.com/fastapi/fastapi/issues/2750 (one handler for Exception, expected to be asked first)
# also: 6.4
# region 6.2
@app.middleware("http")
async def handle(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception as exc:
        logger.error("registry", exc_info=exc)
        return JSONResponse(status_code=500, content={"message": "The registry is down."})
# endregion
