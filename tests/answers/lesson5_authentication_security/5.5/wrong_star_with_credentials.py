# says: Every page on the internet may ask in our user's name.
# from: https://github.com/Kludex/starlette/pull/3246
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
