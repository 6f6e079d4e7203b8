# region 6.4
@app.middleware("http")
async def last_resort(request: Request, call_next):
    request.state.id = str(uuid.uuid4())
    try:
        return await call_next(request)
    except Exception:
        logger.exception("request %s", request.state.id)
        return JSONResponse(
            {"message": "Sorry.", "request_id": request.state.id}, status_code=500
        )
# endregion
