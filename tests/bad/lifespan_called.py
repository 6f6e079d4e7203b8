# what: the lifespan is called where it should be handed over
# error: crash
# says: missing 1 required positional argument: 'app'
# next: without () behind it: lifespan=lifespan
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app):
    yield


app = FastAPI(lifespan=lifespan())  # HERE
