# says: The header X-Requested-With is allowed too.
# from: a mistake that learners make: a list of headers that is copied from another project
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type", "X-Requested-With"],
)
# endregion
