# what: sixty processes that stay, half of them in sessions of their own
# steps: 1.4
# passes: 1.4
# inside error: crash
# inside says: Your program started more than 50 processes
# solved: all
import os
import time


def multiply():
    for number in range(60):
        if os.fork() == 0:
            if number % 2:
                os.setsid()
            time.sleep(30)
            os._exit(0)


multiply()
