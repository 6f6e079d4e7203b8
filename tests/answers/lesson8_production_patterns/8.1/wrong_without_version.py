# says: The list is not at /api/v1/users.
# from: the example there has no version in its paths: https://fastapi.tiangolo.com/tutorial/bigger-applications/
# also: 8.6
# region 8.1
app.include_router(users.router)
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
