# what: BaseSettings from where it was once
# error: crash
# next: from pydantic_settings import BaseSettings
from fastapi import FastAPI
from pydantic import BaseSettings  # HERE

app = FastAPI()
