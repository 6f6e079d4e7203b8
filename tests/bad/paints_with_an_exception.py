# what: an exception whose name and text are escape sequences
# steps: 1.4
# step: 1.4 failed
# says: Your code raised
# solved: 1.1
Painted = type("\x1b[2J\x85Painted", (Exception,), {})


@app.get("/stats")
async def stats():
    raise Painted("\x1b]0;passed\x07\x1b[2J" + "x" * 100_000)
