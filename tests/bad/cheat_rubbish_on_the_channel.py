# what: writes what is no JSON to every socket it has
# error: crash
# says: Your program broke off its connection to the checks
# solved: all
import os
import stat
import time

for fd in range(3, 64):
    try:
        if stat.S_ISSOCK(os.fstat(fd).st_mode):
            os.write(fd, b"\xff\x00 passed\n")
    except OSError:
        pass
time.sleep(20)
