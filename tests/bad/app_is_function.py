# what: a function that makes the app
# error: missing
# says: is a function, not a FastAPI application
# next: app = FastAPI()
from fastapi import FastAPI


def app() -> FastAPI:  # HERE
    return FastAPI()
