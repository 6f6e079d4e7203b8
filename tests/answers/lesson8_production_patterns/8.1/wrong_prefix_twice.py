# says: The list is not at /api/v1/users.
# from: the prefix of the router and of include_router are both added: https://fastapi.tiangolo.com/tutorial/bigger-applications/
# also: 8.6
# region 8.1
app.include_router(users.router, prefix="/api/v1/users")
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
