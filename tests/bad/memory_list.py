# what: a list that grows without an end
# steps: 1.4
# step: 1.4 failed
# says: Your code raised a MemoryError.
# solved: 1.1
@app.get("/stats")
def stats():
    kept = []
    while True:
        kept.append(bytes(20_000_000))  # HERE
