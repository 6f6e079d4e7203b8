# says: GET /api/v1/users has no tag "users"
# from: nothing fails without tags, so they are left out
# also: 8.6
# region 8.1
app.include_router(users.router, prefix="/api/v1")
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users")


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
