# what: says that it failed, in a wrong shape
# error: crash
# says: Your app did not start.
# solved: all
import gc
import sys

Wire = sys.modules["checker.host.wire"].Wire
wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
wire.send({"event": "failed", "phase": ["app"], "others": 5, "found": {"a": 1}, "error": [1]})
