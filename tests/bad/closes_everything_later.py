# what: closes every file it finds, in a handler
# steps: 1.4
# step: 1.4 failed
# says: Your program
# solved: 1.1
import os
import time


@app.get("/stats")
def stats():
    os.closerange(3, 300)
    time.sleep(20)
