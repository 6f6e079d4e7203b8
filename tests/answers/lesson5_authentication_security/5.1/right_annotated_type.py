# A type with its own check, and a look before the hashing as well as after.
# region 5.1
from fastapi.concurrency import run_in_threadpool
from pydantic import AfterValidator


def no_more_than_bcrypt_takes(value: str) -> str:
    if len(value.encode()) > 72:
        raise ValueError("too long")
    if "\x00" in value:
        raise ValueError("no NUL")
    return value


Password = Annotated[str, Field(min_length=8), AfterValidator(no_more_than_bcrypt_takes)]


def hash_password(password: str) -> str:
    return pwd_context.hash(password)


def verify_password(password: str, password_hash: str) -> bool:
    try:
        no_more_than_bcrypt_takes(password)
        return pwd_context.verify(password, password_hash)
    except ValueError:
        return False


class UserCreate(BaseModel):
    email: EmailStr
    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Password


def taken() -> HTTPException:
    return HTTPException(409, "This email is taken.")


@app.post("/register", status_code=201)
async def register(body: UserCreate) -> UserOut:
    if store.find_by_email(body.email):
        raise taken()
    hashed = await run_in_threadpool(hash_password, body.password)
    try:
        user = store.add(body.email, body.name, hashed)
    except store.EmailTaken as error:
        raise taken() from error
    return UserOut(id=user.id, email=user.email, name=user.name)
# endregion
