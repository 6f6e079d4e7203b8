# what: app is a router
# error: missing
# says: is an APIRouter, not a FastAPI application
from fastapi import APIRouter

app = APIRouter()  # HERE
