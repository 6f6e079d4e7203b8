# says: The router is mounted, so the app answers for it and does not know its routes.
# from: a learner's try: mount is for whole apps, and their routes are not in the docs
# also: 8.6
# region 8.1
app.mount("/api/v1", users.router)
# endregion
# file: api/v1/users.py
# region 8.1
router = APIRouter(prefix="/users", tags=["users"])


@router.get("")
def people() -> list[dict[str, Any]]:
    return directory.publishers()
# endregion
