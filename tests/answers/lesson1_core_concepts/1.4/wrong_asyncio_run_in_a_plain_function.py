# says: Not every request can wait for the service at the same time.
# from: https://fastapi.tiangolo.com/async/ (a plain def runs in a thread, and there are 40)
# region 1.4
import asyncio


@app.get("/stats")
def stats():
    return {"downloads": asyncio.run(services.count_downloads())}
# endregion
