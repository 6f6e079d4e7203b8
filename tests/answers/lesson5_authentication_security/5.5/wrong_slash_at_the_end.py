# says: Your origin ends in a slash; browsers send none.
# from: https://github.com/Eshajha19/agri/issues/1406
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[f"{settings.allowed_origin}/"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
