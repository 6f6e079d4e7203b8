# what: an exception whose text never ends
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# solved: 1.1
class Endless(Exception):
    def __str__(self):
        while True:  # HERE
            pass  # HERE


@app.get("/stats")
async def stats():
    raise Endless
