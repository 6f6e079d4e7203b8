# what: Depends gets a call of the function, and it lacks what it asks for
# error: crash
# says: missing 1 required positional argument: 'token'
# next: without () behind it: Depends(get_current_user)
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def get_current_user(token: str) -> str:
    return token


@app.get("/me")
def me(user: Annotated[str, Depends(get_current_user())]) -> str:  # HERE
    return user
