# says: hash_password() does not hash the password as it is.
# from: a mistake that learners make: sha256 first, as bcrypt reads only 72 bytes, and verify without it
# also: 5.2
# region 5.1
import hashlib


def fits_bcrypt(password: str) -> bool:
    """bcrypt reads 72 bytes, and stops at a zero."""
    return len(password.encode()) <= 72 and "\0" not in password


def hash_password(password: str) -> str:
    return pwd_context.hash(hashlib.sha256(password.encode()).hexdigest())


def verify_password(password: str, password_hash: str) -> bool:
    return fits_bcrypt(password) and pwd_context.verify(password, password_hash)


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
