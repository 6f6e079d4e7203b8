# says: The origin http://localhost:5173 is allowed too.
# from: https://github.com/StackStorm/st2/issues/6390 (localhost is always allowed there)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin, "http://localhost:5173"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
