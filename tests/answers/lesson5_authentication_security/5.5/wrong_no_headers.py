# says: A browser asked before a GET with authorization, and was not told yes.
# from: https://fastapi.tiangolo.com/tutorial/cors/ (its default is none)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
)
# endregion
