# what: prints without an end in a handler
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats printed without an end.
# solved: 1.1
@app.get("/stats")
def stats():
    while True:
        print("all work and no play " * 200)  # HERE
