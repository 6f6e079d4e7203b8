# says: A password is accepted that is longer than the right one.
# from: https://github.com/rishabh0510rishabh/EnvForage/pull/515
# region 5.1
def hash_password(password: str) -> str:
    return pwd_context.hash(password)


def verify_password(password: str, password_hash: str) -> bool:
    return pwd_context.verify(password, password_hash)


class UserCreate(BaseModel):
    email: EmailStr
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=8)


@app.post("/register", status_code=201, response_model=UserOut)
def register(new: UserCreate) -> store.User:
    try:
        return store.add(new.email, new.name, hash_password(new.password))
    except store.EmailTaken:
        raise HTTPException(status_code=409, detail="This email has an account.") from None
# endregion
