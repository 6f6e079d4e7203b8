# what: the program ends, and a child of it keeps all its files open
# steps: 1.4
# step: 1.4 failed
# says: Your program ended with exit code 0 while it
# solved: 1.1
import os
import time


@app.get("/stats")
def stats():
    if os.fork() == 0:
        os.setsid()
        time.sleep(30)
    os._exit(0)  # HERE
