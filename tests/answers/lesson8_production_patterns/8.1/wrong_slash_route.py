# says: The list is at /api/v1/users/, with a slash at the end.
# from: https://github.com/fastapi/fastapi/issues/1648
# region 8.1
app.include_router(users.router, prefix="/api/v1")
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("/")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
