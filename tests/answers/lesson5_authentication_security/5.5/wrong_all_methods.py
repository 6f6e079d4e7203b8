# says: DELETE is allowed too.
# from: https://fastapi.tiangolo.com/tutorial/cors/ (its example; it warns of it with credentials)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=[settings.allowed_origin],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
