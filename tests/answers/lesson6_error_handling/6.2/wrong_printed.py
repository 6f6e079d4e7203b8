# says: The failure is not in the log: you will never learn why it happened.
# from: FastAPI's tutorial on handling errors, #reuse-fastapis-exception-handlers: it only prints
# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(request: Request, exc: registry.RegistryError):
    print(f"OMG! {exc!r}")
    return JSONResponse(status_code=503, content={"message": "The registry is down."})
# endregion
