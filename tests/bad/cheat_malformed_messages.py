# what: messages of every wrong shape
# fails: all
# solved: none
import gc
import sys

Wire = sys.modules["checker.host.wire"].Wire
wire = next(thing for thing in gc.get_objects() if type(thing) is Wire)
for message in (
    {"event": ["ready"]},
    {"event": {"ready": 1}},
    {"event": None},
    {"event": "called", "name": ["services.count_downloads"]},
    {"event": "called", "name": "services.run_benchmark"},
    {"event": "called", "name": "services.run_benchmark", "args": 5, "kwargs": None},
    {"event": "raised", "error": "no"},
    {"event": "raised", "scope": "http", "path": "/stats", "error": {"frames": {"a": 1}}},
    {"event": "logged", "level": 7, "message": ["x"]},
    {"reply": ["x"], "value": 1},
    {"reply": {"x": 1}, "error": 5},
    {"nothing": 1},
    {},
):
    wire.send(message)
