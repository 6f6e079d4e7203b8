# region 2.5
from fastapi import Depends
from fastapi.security import OAuth2PasswordRequestForm


@app.post("/login")
def login(form: OAuth2PasswordRequestForm = Depends()):
    user = store.sign_in(form.username, form.password)
    if user is None:
        raise HTTPException(status_code=401, headers={"WWW-Authenticate": "Bearer"})
    return {"user_id": user["id"]}
# endregion
