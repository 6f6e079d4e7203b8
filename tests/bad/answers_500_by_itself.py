# what: a handler turns every exception into a 500, so nothing is known of it
# steps: 1.5
# step: 1.5 failed
# says: answered 500.
# next: see what your code printed
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.middleware("http")
async def hide(request: Request, call_next) -> JSONResponse:
    return JSONResponse({"detail": "sorry"}, 500)
