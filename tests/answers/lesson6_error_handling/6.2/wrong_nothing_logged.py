# says: The failure is not in the log: you will never learn why it happened.
# from: the guide's own handler, which logs nothing; https://github.com/ArcReel/ArcReel/pull/1153 (review)
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    return JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
