# what: each process forks the next one and ends: nobody's parent lives
# steps: 1.4
# passes: 1.4
# solved: all
import os
import time

if os.fork() == 0:
    os.setsid()
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if os.fork():
            os._exit(0)
        time.sleep(0.01)
    os._exit(0)
