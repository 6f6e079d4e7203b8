# what: each answer comes just before its time is up
# steps: 1.2
# step: 1.2 timeout
# says: This check was given up after 0.8 seconds.
# next: slow
# solved: all
import asyncio


@app.middleware("http")
async def slow(request, call_next):
    if request.method == "DELETE":
        await asyncio.sleep(0.42)
    return await call_next(request)
