# region 8.1
app.include_router(users.router, prefix="/api/v1/users", tags=["users"])
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter()


@router.get("")
async def people() -> Any:
    return directory.publishers()
# endregion
