# what: a colon forgotten
# error: syntax
# says: expected ':'
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping()  # HERE
    return {}
