# what: an endless loop in a dependency's clean-up, after the answer
# steps: 1.4
# step: 1.4 timeout
# says: gave no answer
# solved: 1.1
from fastapi import Depends


async def session():
    yield
    while True:  # HERE
        pass  # HERE


@app.get("/stats", dependencies=[Depends(session)])
async def stats():
    return {"downloads": await services.count_downloads()}
