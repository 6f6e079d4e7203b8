# region 8.1
from fastapi import APIRouter

version_1 = APIRouter(prefix="/api/v1")
version_1.include_router(users.router)
app.include_router(version_1)
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users", "people"])


@router.get("", summary="Everybody who publishes")
@router.get("/", include_in_schema=False)
def people():
    return directory.publishers()
# endregion
