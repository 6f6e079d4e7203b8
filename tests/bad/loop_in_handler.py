# what: an endless loop in a plain handler
# steps: 1.4
# step: 1.4 timeout
# says: GET /stats gave no answer.
# next: look for a loop
# solved: 1.1
@app.get("/stats")
def stats():
    while True:  # HERE
        pass  # HERE
