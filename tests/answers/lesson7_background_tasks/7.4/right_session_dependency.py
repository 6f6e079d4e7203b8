# region 7.4
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession


async def get_session() -> AsyncIterator[AsyncSession]:
    async with database.new_session() as session:
        yield session


Session = Annotated[AsyncSession, Depends(get_session)]


class Wish(BaseModel):
    model_id: int


@app.post("/reports")
async def ask(wish: Wish, session: Session, request: Request):
    row = database.ReportRow(model_id=wish.model_id, state="pending")
    session.add(row)
    await session.commit()
    place = str(request.url_for("one_report", report_id=row.id))
    return JSONResponse({"id": row.id, "state": row.state}, 202, headers={"Location": place})


class Report(BaseModel):
    id: int
    state: str
    result: str | None


@app.get("/reports/{report_id}", response_model=Report)
async def one_report(report_id: int, session: Session):
    row = await session.get(database.ReportRow, report_id)
    if not row:
        raise HTTPException(status_code=404, detail="no such report")
    return row
# endregion
