# what: tabs and spaces mixed in one block
# error: syntax
# says: inconsistent use of tabs and spaces
# next: use spaces only
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping():
        x = 1
	return {"ping": x}  # HERE
