# what: os._exit in a handler
# steps: 1.4
# step: 1.4 failed
# says: Your program ended with exit code 0 while it answered.
# solved: 1.1
import os


@app.get("/stats")
def stats():
    os._exit(0)  # HERE
