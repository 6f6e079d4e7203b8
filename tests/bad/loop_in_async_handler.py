# what: an endless loop in an async handler: the event loop stands still
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# solved: 1.1
@app.get("/stats")
async def stats():
    while True:  # HERE
        pass  # HERE
