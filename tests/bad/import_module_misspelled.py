# what: a module that is misspelled
# error: import
# says: there is no module called `pydantc`
# next: did you mean `pydantic`?
from fastapi import FastAPI
from pydantc import BaseModel  # HERE

app = FastAPI()
