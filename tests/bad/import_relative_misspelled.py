# what: a given module that is misspelled, the other way
# error: import
# says: there is no module called `servces`
# next: did you mean `services`?
from fastapi import FastAPI

from .servces import count_downloads  # HERE

app = FastAPI()
