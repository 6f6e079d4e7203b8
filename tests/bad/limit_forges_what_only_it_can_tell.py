# what: the limit of what can be told: calls that never happened, and a value that was peeked at.
#   This passes, and only a sandbox with the services outside of it could tell. The
#   program had to find out the new value all the same: see checker/host/__init__.py.
# steps: 1.4
# passes: 1.4
# solved: 1.1
import asyncio
import gc
import sys

Services = sys.modules["checker.host.given"].Services
found = next(thing for thing in gc.get_objects() if type(thing) is Services)
NAME = "services.count_downloads"


@app.get("/stats")
async def stats():
    call = {"event": "called", "name": NAME, "args": [], "kwargs": {}, "on_server_loop": True}
    found._emit(call)
    while NAME in found._gates:
        await asyncio.sleep(0.001)
    return {"downloads": found._answers.get(NAME, 0)}
