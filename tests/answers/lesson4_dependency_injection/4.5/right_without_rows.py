# region 4.5
from sqlalchemy import insert, text


class MemberIn(BaseModel):
    email: str
    name: str


async def get_session() -> AsyncIterator[AsyncSession]:
    session = AsyncSession(database.engine)
    try:
        yield session
    finally:
        await session.close()


@app.post("/members", status_code=201)
async def create_member(
    member: MemberIn, session: Annotated[AsyncSession, Depends(get_session)]
) -> dict[str, Any]:
    try:
        member_id = await session.scalar(
            insert(database.MemberRow).values(member.model_dump()).returning(database.MemberRow.id)
        )
    except IntegrityError as error:
        raise HTTPException(409, "There is one already.") from error
    await database.tell_the_team(member.email)
    await session.commit()
    return {"id": member_id, **member.model_dump()}


@app.get("/members")
async def find_members(
    name: str, session: Annotated[AsyncSession, Depends(get_session)]
) -> list[dict[str, Any]]:
    query = text("SELECT id, email, name FROM members WHERE name = :name ORDER BY id")
    return [dict(row) for row in (await session.execute(query, {"name": name})).mappings()]
# endregion
