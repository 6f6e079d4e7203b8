# what: a lifespan that does not take the app
# error: crash
# says: takes 0 positional arguments but 1 was given
# next: a lifespan takes the app
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan():  # HERE
    yield


app = FastAPI(lifespan=lifespan)
