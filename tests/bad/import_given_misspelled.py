# what: a given module that is misspelled
# error: import
# says: has no `stor`
# next: did you mean `store`?
from fastapi import FastAPI

from . import stor  # HERE

app = FastAPI()
