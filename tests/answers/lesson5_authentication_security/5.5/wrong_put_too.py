# says: PUT is allowed too.
# from: a mistake that learners make: a list with the usual methods of a REST API
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_methods=["GET", "POST", "PUT"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
