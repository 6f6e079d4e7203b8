# says: The failure is not in the log: nobody can look it up.
# from: the handlers in FastAPI's tutorial on handling errors log nothing either
# region 6.4
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    content = {"message": "Sorry.", "request_id": uuid.uuid4().hex}
    return JSONResponse(status_code=500, content=content)
# endregion
