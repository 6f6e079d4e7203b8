# what: an endless loop in middleware
# steps: 1.1
# step: 1.1 timeout
# says: GET /api/v1/openapi.json gave no answer.
# solved: all
@app.middleware("http")
async def spin(request, call_next):
    while True:  # HERE
        pass  # HERE
