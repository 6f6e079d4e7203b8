# says: hash_password() returns bytes, and the store wants a text.
# from: https://github.com/pyca/bcrypt#password-hashing (hashpw gives bytes)
# also: 5.2
# region 5.1
import bcrypt


def fits_bcrypt(password: str) -> bool:
    """bcrypt reads 72 bytes, and stops at a zero."""
    return len(password.encode()) <= 72 and "\0" not in password


def hash_password(password: str) -> str:
    salt = bcrypt.gensalt(settings.bcrypt_rounds)
    return bcrypt.hashpw(password.encode(), salt)


def verify_password(password: str, password_hash: str) -> bool:
    return fits_bcrypt(password) and bcrypt.checkpw(password.encode(), password_hash)


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
def register(new: UserCreate) -> store.User:
    try:
        return store.add(new.email, new.name, hash_password(new.password))
    except store.EmailTaken:
        raise HTTPException(status_code=409, detail="This email has an account.") from None
# endregion
