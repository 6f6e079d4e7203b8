# says: A browser asked before a POST with content-type, and was not told yes.
# from: https://github.com/fastapi/fastapi/issues/133
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
