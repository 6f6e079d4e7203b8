# what: an endless loop while the app starts
# error: timeout
# says: Your app was still starting after
# next: `lifespan`
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    while True:  # HERE
        pass  # HERE
    yield


app = FastAPI(lifespan=lifespan)
