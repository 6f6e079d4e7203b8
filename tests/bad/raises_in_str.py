# what: an exception whose text raises
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a Broken.
# solved: 1.1
class Broken(Exception):
    def __str__(self):
        raise SystemExit

    __repr__ = __str__


@app.get("/stats")
async def stats():
    raise Broken  # HERE
