# says: DELETE /me answered 204, and the account is still in the database.
# from: a learner's try; the request is answered with 204 all the same
# region 8.6
async def get_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]
# endregion
# file: schemas.py
# region 8.6
def fits_bcrypt(password: str) -> str:
    if len(password.encode()) > 72:
        raise ValueError("a password has at most 72 bytes")
    return password


class UserCreate(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=8), AfterValidator(fits_bcrypt)]
    name: Annotated[str, Field(min_length=1, max_length=100)]


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: EmailStr
    name: str


class UserPage(BaseModel):
    total: int
    items: list[UserOut]


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
# endregion
# file: security.py
# region 8.6
bearer = OAuth2PasswordBearer(tokenUrl="/api/v1/users/token")


def create_token(user: tables.User) -> str:
    expires = datetime.now(UTC) + timedelta(minutes=config.settings.token_minutes)
    claims = {"sub": str(user.id), "exp": expires}
    return str(jwt.encode(claims, config.secret_key(), algorithm="HS256"))


async def current_user(
    token: Annotated[str, Depends(bearer)], session: database.Session
) -> tables.User:
    refused = HTTPException(401, "Log in first.", headers={"WWW-Authenticate": "Bearer"})
    needed = {"require_sub": True, "require_exp": True}
    try:
        claims = jwt.decode(token, config.secret_key(), ["HS256"], options=needed)
        user = await session.get(tables.User, int(claims["sub"]))
    except (JWTError, ValueError):
        raise refused from None
    if user is None:
        raise refused
    return user


CurrentUser = Annotated[tables.User, Depends(current_user)]
# endregion
# file: api/v1/users.py
# region 8.6
@router.post("", status_code=201, response_model=schemas.UserOut)
async def register(new: schemas.UserCreate, session: database.Session) -> tables.User:
    hashed = await asyncio.to_thread(passwords.hash_password, new.password)
    user = tables.User(email=new.email, name=new.name, password_hash=hashed)
    session.add(user)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "This email has an account already.") from None
    return user


@router.post("/token")
async def log_in(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], session: database.Session
) -> schemas.Token:
    user = await session.scalar(select(tables.User).where(tables.User.email == form.username))
    hashed = user.password_hash if user else None
    right = await asyncio.to_thread(passwords.verify_password, form.password, hashed)
    if user is None or not right:
        challenge = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(401, "Wrong email or password.", headers=challenge)
    return schemas.Token(access_token=security.create_token(user))


@router.get("/me", response_model=schemas.UserOut)
async def me(user: security.CurrentUser) -> tables.User:
    return user


@router.delete("/me", status_code=204)
async def remove_me(user: security.CurrentUser, session: database.Session) -> None:
    session.delete(user)
    await session.commit()


@router.get("/search", response_model=schemas.UserPage)
async def search(
    user: security.CurrentUser,
    session: database.Session,
    skip: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    page = select(tables.User).order_by(tables.User.id).offset(skip).limit(limit)
    total = await session.scalar(select(func.count()).select_from(tables.User))
    return {"total": total, "items": (await session.scalars(page)).all()}


@router.get("/{user_id}", response_model=schemas.UserOut)
async def one_user(
    user_id: int, user: security.CurrentUser, session: database.Session
) -> tables.User:
    found = await session.get(tables.User, user_id)
    if found is None:
        raise HTTPException(404, "There is no such account.")
    return found
# endregion
