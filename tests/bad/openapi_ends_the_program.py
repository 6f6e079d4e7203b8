# what: ends the program when its OpenAPI document is asked for
# steps: 1.1
# step: 1.1 failed
# says: Your code raised a SystemExit.
# solved: all
def openapi():
    raise SystemExit(0)  # HERE


app.openapi = openapi
