# what: a body that is not indented
# error: syntax
# says: expected an indented block after function definition on line
# next: same number of spaces
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping():
return {"ping": "pong"}  # HERE
