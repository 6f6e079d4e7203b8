# what: forty processes that stay, half of them in sessions of their own
# steps: 1.4
# passes: 1.4
# solved: all
import os
import time


def multiply():
    for number in range(40):
        if os.fork() == 0:
            if number % 2:
                os.setsid()
            time.sleep(30)
            os._exit(0)


multiply()
