# what: a dependency is called as a default
# error: crash
# says: missing 1 required positional argument: 'token'
# next: Annotated[…, Depends(get_current_user)]

from fastapi import FastAPI

app = FastAPI()

def get_current_user(token: str) -> str:
    return token

@app.get("/me")
def me(user: str = get_current_user()) -> str:  # HERE
    return user
