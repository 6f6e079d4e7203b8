# what: the same at import
# error: crash
# says: Your program ended with exit code 0 while it was being imported.
# solved: all
import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(30)
os._exit(0)  # HERE
