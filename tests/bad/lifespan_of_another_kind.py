# what: a lifespan with @contextmanager
# error: crash
# says: does not support the asynchronous context manager protocol
# next: put @asynccontextmanager above the lifespan
from contextlib import contextmanager

from fastapi import FastAPI


@contextmanager
def lifespan(app):  # HERE
    yield


app = FastAPI(lifespan=lifespan)
