# what: a file that grows without an end
# steps: 1.4
# step: 1.4 failed
# says: Your code raised an OSError.
# next: write less
# solved: 1.1
@app.get("/stats")
def stats():
    with open("big", "wb", buffering=0) as file:
        while True:
            file.write(bytes(300_000))  # HERE
