# what: a log call whose arguments do not fit; Python only grumbles about that
# passes: 1.4
# steps: 1.4
# solved: 1.1
import logging


@app.get("/stats")
async def stats():
    logging.getLogger("app").warning("%d", "many")
    return {"downloads": await services.count_downloads()}
