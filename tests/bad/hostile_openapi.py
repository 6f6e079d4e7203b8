# what: an OpenAPI document whose parts have the wrong types
# steps: 1.2
# step: 1.2 failed
# says: GET /models answered 418.
# solved: 1.1
from fastapi import Response


@app.get("/models")
def models():
    return Response(status_code=418)


app.openapi = lambda: {"paths": {"/models": {"get": {"parameters": 5, "requestBody": [1]}}}}
