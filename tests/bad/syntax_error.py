# what: a bracket that is never closed
# error: syntax
# says: Python cannot read this line: '(' was never closed
# next: brackets
from fastapi import FastAPI

app = FastAPI(  # HERE
