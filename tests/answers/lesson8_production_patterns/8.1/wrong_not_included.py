# says: There is no GET /api/v1/users yet.
# from: a router that nobody includes is no part of the app: https://fastapi.tiangolo.com/tutorial/bigger-applications/
# also: 8.6
# region 8.1

# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
