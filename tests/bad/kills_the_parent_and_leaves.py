# what: kills the process that starts the hosts, and leaves a child in a session of its own
# steps: 1.4
# passes: 1.4
# solved: all
import os
import time

os.kill(os.getppid(), 9)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(30)
    os._exit(0)
