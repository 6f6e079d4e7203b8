# region 6.2
@app.exception_handler(registry.RegistryError)
async def handle(_, error):
    logging.getLogger("uvicorn.error").exception("The registry is down")
    return JSONResponse(
        status_code=503, content={"message": "The registry is down.", "code": "registry_down"}
    )
# endregion
