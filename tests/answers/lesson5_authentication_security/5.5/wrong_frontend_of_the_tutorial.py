# says: The origin http://localhost:3000 is allowed too.
# from: https://fastapi.tiangolo.com/tutorial/cors/ (a list with the addresses of development servers)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin, "http://localhost:3000"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
