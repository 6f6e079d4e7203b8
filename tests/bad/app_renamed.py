# what: the app has another name
# error: missing
# says: has no `app`, but `api` is a FastAPI application
# next: call it `app` instead of `api`
from fastapi import FastAPI

api = FastAPI()  # HERE
