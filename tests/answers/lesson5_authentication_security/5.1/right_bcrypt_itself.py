# Without passlib, and with `async def` and a thread of its own.
# region 5.1
import asyncio

import bcrypt


def fits_bcrypt(password: str) -> bool:
    return len(password.encode("utf-8")) < 73 and "\0" not in password


def hash_password(password: str) -> str:
    salt = bcrypt.gensalt(settings.bcrypt_rounds)
    return bcrypt.hashpw(password.encode(), salt).decode()


def verify_password(password: str, password_hash: str) -> bool:
    if not fits_bcrypt(password):
        return False
    return bcrypt.checkpw(password.encode(), password_hash.encode())


class UserCreate(BaseModel):
    email: EmailStr
    name: str = Field(min_length=1, max_length=100)
    password: str = Field(min_length=8)

    @field_validator("password")
    @classmethod
    def password_fits_bcrypt(cls, password: str) -> str:
        if not fits_bcrypt(password):
            raise ValueError("at most 72 bytes, and no NUL character")
        return password


@app.post("/register", status_code=201, response_model=UserOut)
async def register(new: UserCreate) -> store.User:
    try:
        hashed = await asyncio.to_thread(hash_password, new.password)
        return store.add(new.email, new.name, hashed)
    except store.EmailTaken:
        raise HTTPException(status_code=409, detail="This email has an account.") from None
# endregion
