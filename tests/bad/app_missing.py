# what: no app at all
# error: missing
# says: lessons/lesson1_core_concepts/main.py has no `app`
# next: app = FastAPI()
from fastapi import FastAPI

FastAPI()
