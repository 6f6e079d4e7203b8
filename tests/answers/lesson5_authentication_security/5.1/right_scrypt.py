# Another slow hash with a salt: scrypt from the standard library.
# region 5.1
import hashlib
import hmac
import os


def fits_bcrypt(password: str) -> bool:
    """bcrypt reads 72 bytes, and stops at a zero."""
    return len(password.encode()) <= 72 and "\0" not in password


def hash_password(password: str) -> str:
    salt = os.urandom(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)
    return f"scrypt${salt.hex()}${digest.hex()}"


def verify_password(password: str, password_hash: str) -> bool:
    if not fits_bcrypt(password):
        return False
    salt, digest = (bytes.fromhex(part) for part in password_hash.split("$")[1:])
    again = hashlib.scrypt(password.encode(), salt=salt, n=2**10, r=8, p=1)
    return hmac.compare_digest(digest, again)


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
