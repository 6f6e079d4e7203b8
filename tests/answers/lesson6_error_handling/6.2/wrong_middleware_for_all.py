# says: A RuntimeError, which is no registry.RegistryError, was answered with 503 too.
# from: https://github.com/fastapi/fastapi/issues/1840 (a middleware that turns each exception into one answer)
# also: 6.4
# region 6.2
@app.middleware("http")
async def handle(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception as exc:
        logger.error("registry", exc_info=exc)
        return JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
