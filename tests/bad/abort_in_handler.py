# what: os.abort in a handler
# steps: 1.4
# step: 1.4 failed
# says: ended by signal SIGABRT while it answered
# solved: 1.1
import os


@app.get("/stats")
def stats():
    os.abort()  # HERE
