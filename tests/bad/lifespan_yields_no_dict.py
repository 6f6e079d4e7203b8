# what: a lifespan yields the model itself
# error: crash
# says: Your program raised TypeError while it was starting
# next: yield a dict
from contextlib import asynccontextmanager

from fastapi import FastAPI


class Model:
    name = "m"


@asynccontextmanager
async def lifespan(app):
    model = Model()
    yield model  # HERE


app = FastAPI(lifespan=lifespan)
