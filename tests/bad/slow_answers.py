# what: each answer comes just before its time is up
# steps: 1.2
# step: 1.2 timeout
# says: This check was given up after 0.8 seconds.
# next: slow
# solved: all
import asyncio

begun = []


@app.middleware("http")
async def slow(request, call_next):
    begun.extend([1] * (request.method == "PATCH"))
    if begun:
        await asyncio.sleep(0.42)
    return await call_next(request)
