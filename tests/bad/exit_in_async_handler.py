# what: sys.exit in an async handler
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a SystemExit.
# solved: 1.1
@app.get("/stats")
async def stats():
    raise SystemExit(0)  # HERE
