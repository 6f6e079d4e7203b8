# what: an exception while the app starts
# error: crash
# says: Your program raised ValueError while it was starting: no database
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    raise ValueError("no database")  # HERE
    yield


app = FastAPI(lifespan=lifespan)
