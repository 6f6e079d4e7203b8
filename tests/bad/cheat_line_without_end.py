# what: one line of ten megabytes to the judge
# error: crash
# says: Your program broke off its connection to the checks
# solved: all
import gc
import sys
import time

Wire = sys.modules["checker.host.wire"].Wire
wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
wire._sock.sendall(b'{"event": "' + b"x" * 10_000_000)
time.sleep(20)
