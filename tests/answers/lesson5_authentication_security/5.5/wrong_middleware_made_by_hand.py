# says: You made the middleware yourself, and add_middleware() wants to make it.
# from: a mistake that learners make: add_middleware() is given an object and not the class
# also: 5.1 5.2 5.3 5.4
# region 5.5
app.add_middleware(
    CORSMiddleware(
        app,
        allow_origins=[settings.allowed_origin],
        allow_credentials=True,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
    )
)
# endregion
