# says: Your origin ends in a slash; browsers send none.
# from: https://github.com/rafsaf/minimal-fastapi-postgres-template/pull/61
# region 5.5
from pydantic import HttpUrl

app.add_middleware(
    CORSMiddleware,
    allow_origins=[str(HttpUrl(settings.allowed_origin))],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
