# region 4.5
class MemberIn(BaseModel):
    email: str
    name: str


async def get_db():
    async with AsyncSession(database.engine) as db, db.begin():
        yield db


@app.post("/members", status_code=201)
async def create_member(
    member: MemberIn, db: AsyncSession = Depends(get_db, scope="function")
) -> dict[str, Any]:
    row = database.MemberRow(**member.model_dump())
    db.add(row)
    try:
        await db.flush()
    except IntegrityError as error:
        raise HTTPException(409, "Taken.") from error
    await database.tell_the_team(member.email)
    return {"id": row.id, "email": row.email, "name": row.name}


@app.get("/members")
async def find_members(name: str, db: AsyncSession = Depends(get_db)) -> list[dict[str, Any]]:
    rows = await db.execute(
        select(database.MemberRow.id, database.MemberRow.email, database.MemberRow.name)
        .filter_by(name=name)
        .order_by(database.MemberRow.id)
    )
    return [dict(row) for row in rows.mappings()]
# endregion
