# what: puts a pipe and a folder where stack dumps are written
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer
# solved: 1.1
import os
import re

os.remove("stack.txt")
os.mkfifo("stack.txt")


@app.get("/stats")
async def stats():
    return re.fullmatch("(a+)+b", "a" * 60)
