# says: it is a part of the right one.
# from: seen with starlette 1.10.0: `in` looks for a part of a text
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.allowed_origin,
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
