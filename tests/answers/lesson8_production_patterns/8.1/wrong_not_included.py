# says: There is no GET /api/v1/users yet.
# from: https://sonarsource.github.io rule S8401 warns of routers that nobody includes; first try of beginners
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
