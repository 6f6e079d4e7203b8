# what: a name that another module of FastAPI has
# error: import
# says: `fastapi` has no `JSONResponse`
# next: write: from fastapi.responses import JSONResponse
from fastapi import FastAPI, JSONResponse  # HERE

app = FastAPI()
