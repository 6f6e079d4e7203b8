# what: a package that is not installed
# error: import
# says: there is no module called `flask_sqlfortress`
# next: `flask_sqlfortress` is not installed
import flask_sqlfortress  # HERE
from fastapi import FastAPI

app = FastAPI()
