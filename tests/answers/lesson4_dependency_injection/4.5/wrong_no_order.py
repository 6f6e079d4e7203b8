# says: The members do not come oldest first.
# from: a learner's try: without order_by, and the rows came in order by chance
# region 4.5
new_session = async_sessionmaker(database.engine, expire_on_commit=False)


async def get_session() -> AsyncIterator[AsyncSession]:
    async with new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class MemberCreate(BaseModel):
    email: str
    name: str


class Member(MemberCreate):
    id: int


@app.post("/members", status_code=status.HTTP_201_CREATED, response_model=Member)
async def create_member(member: MemberCreate, session: Session) -> database.MemberRow:
    row = database.MemberRow(email=member.email, name=member.name)
    session.add(row)
    try:
        await session.flush()
        await database.tell_the_team(row.email)
        await session.commit()
    except IntegrityError:
        raise HTTPException(status.HTTP_409_CONFLICT, "This email is taken.") from None
    return row


@app.get("/members", response_model=list[Member])
async def find_members(name: str, session: Session) -> list[database.MemberRow]:
    query = select(database.MemberRow).where(database.MemberRow.name == name)
    return list(await session.scalars(query))
# endregion
