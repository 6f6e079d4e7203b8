# what: a name of FastAPI that is misspelled
# error: import
# says: `fastapi` has no `FastApi`
# next: did you mean `FastAPI`?
from fastapi import FastApi  # HERE

app = FastApi()
