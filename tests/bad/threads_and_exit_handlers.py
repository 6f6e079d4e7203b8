# what: a thread that never ends, and an exit handler that never does
# steps: 1.4
# passes: 1.4
# solved: all
import atexit
import threading
import time


def forever():
    while True:
        time.sleep(1)


atexit.register(forever)
threading.Thread(target=forever).start()
