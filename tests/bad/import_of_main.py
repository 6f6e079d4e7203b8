# what: a file that imports main.py
# error: import
# says: there is no module called `main`
# next: no file needs main.py
from fastapi import FastAPI
from main import app as other  # HERE

app = FastAPI()
