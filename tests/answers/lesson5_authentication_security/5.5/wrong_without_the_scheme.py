# says: A page from the allowed origin may not read our answers.
# from: https://github.com/Kludex/starlette/issues/2560 (origins without a scheme)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin.partition("//")[2]],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
