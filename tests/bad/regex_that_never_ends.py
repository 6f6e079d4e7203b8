# what: holds the interpreter's lock in C, so that no thread can answer
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# solved: 1.1
import re


@app.get("/stats")
async def stats():
    return re.fullmatch("(a+)+b", "a" * 60)  # HERE
