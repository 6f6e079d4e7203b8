# says: /users answers too.
# from: the first include_router is left where it was when the second is written
# also: 8.6
# region 8.1
app.include_router(users.router)
app.include_router(users.router, prefix="/api/v1")
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
