# says: The allowed origin may not send credentials.
# from: https://fastapi.tiangolo.com/tutorial/cors/ (its default is False)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
