# what: a lifespan yields the model itself, and a middleware of the learner's is around it
# error: crash
# says: Your program raised TypeError while it was starting
# next: yield a dict
from contextlib import asynccontextmanager

from fastapi import FastAPI


class Stamp:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        await self.app(scope, receive, send)


@asynccontextmanager
async def lifespan(app):
    yield Stamp(app)  # HERE


app = FastAPI(lifespan=lifespan)
app.add_middleware(Stamp)
