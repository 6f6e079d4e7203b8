# what: logs without an end
# steps: 1.4
# step: 1.4 failed
# says: Your program logged, or called what it was given, without an end while it answered.
# next: look for a loop
# solved: 1.1
import logging


@app.get("/stats")
def stats():
    while True:
        logging.getLogger("x").error("again")
