# says: Pages of every origin may read our answers.
# from: https://github.com/mtauha/psxdata/issues/103
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
