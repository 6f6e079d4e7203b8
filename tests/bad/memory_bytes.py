# what: asks for more memory than there is
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a MemoryError.
# next: use less memory; here a program may have 1024 MB
# solved: 1.1
@app.get("/stats")
async def stats():
    return len(bytes(8 * 1024**3))  # HERE
