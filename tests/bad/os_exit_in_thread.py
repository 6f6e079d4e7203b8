# what: a background thread ends the process a moment after the start
# steps: 1.4
# step: 1.4 failed
# says: Your program ended with exit code 0 while it
# solved: 1.1
import os
import threading
import time


@app.get("/stats")
async def stats():
    threading.Timer(0.05, lambda: os._exit(0)).start()  # HERE
    time.sleep(5)
