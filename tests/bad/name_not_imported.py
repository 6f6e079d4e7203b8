# what: a well-known name that nobody imported
# error: crash
# says: name 'JSONResponse' is not defined
# next: import it at the top of the file: from fastapi.responses import JSONResponse
from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/stats", response_class=JSONResponse)  # HERE
def stats() -> Response:
    return Response()
