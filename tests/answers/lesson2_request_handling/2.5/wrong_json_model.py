# says: We sent a form; your app reads the body as JSON.
# from: https://github.com/fastapi/fastapi/issues/895 (a Pydantic model named LoginForm reads JSON)
# region 2.5
class LoginForm(BaseModel):
    username: str
    password: str


@app.post("/login")
def login(form: LoginForm):
    user = store.sign_in(form.username, form.password)
    if user is None:
        raise HTTPException(status_code=401)
    return {"user_id": user["id"]}
# endregion
