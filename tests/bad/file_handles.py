# what: opens files and never closes them
# steps: 1.4
# step: 1.4 failed
# says: Your code raised an OSError.
# next: close what you open
# solved: 1.1
import os

@app.get("/stats")
def stats():
    kept = []
    while True:
        kept.append(os.open("/dev/null", os.O_RDONLY))  # HERE
