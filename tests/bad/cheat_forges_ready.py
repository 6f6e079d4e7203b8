# what: says that it is ready, and never serves
# fails: all
# solved: none
import gc
import sys
import time

Wire = sys.modules["checker.host.wire"].Wire
for thing in gc.get_objects():
    if type(thing) is Wire:
        thing.send({"event": "ready", "port": 99_999_999})
time.sleep(20)
