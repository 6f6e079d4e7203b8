# what: sys.exit in a handler
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a SystemExit.
# next: a route must not end the program
# solved: 1.1
import sys


@app.get("/stats")
def stats():
    sys.exit(0)  # HERE
