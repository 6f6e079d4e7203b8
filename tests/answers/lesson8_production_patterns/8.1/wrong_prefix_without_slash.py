# says: A path prefix must start with '/'
# from: fastapi raises this AssertionError; seen on 0.165
# region 8.1
app.include_router(users.router, prefix="/api/v1")
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
