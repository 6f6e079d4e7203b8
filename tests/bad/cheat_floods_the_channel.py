# what: valid messages that nobody wants, without an end
# error: crash
# says: Your program logged, or called what it was given, without an end
# solved: all
import gc
import sys

Wire = sys.modules["checker.host.wire"].Wire
wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
while True:
    wire.send({"reply": "x", "value": "x" * 10_000})
