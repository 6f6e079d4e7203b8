# what: a given module, as if it stood somewhere else
# error: import
# says: there is no module called `services`
# next: from .services import …
from fastapi import FastAPI
from services import count_downloads  # HERE

app = FastAPI()
