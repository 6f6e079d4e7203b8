# region 2.5
class Credentials(BaseModel):
    username: str
    password: str


@app.post("/login")
async def login(credentials: Annotated[Credentials, Form()]):
    user = store.sign_in(credentials.username, credentials.password)
    if not user:
        raise HTTPException(401)
    return {"user_id": user["id"]}
# endregion
