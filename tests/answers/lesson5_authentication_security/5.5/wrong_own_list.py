# says: A page from the allowed origin may not read our answers.
# from: https://github.com/fastapi/fastapi/issues/1663
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origins=["http://localhost:3000", "http://localhost:5173"],
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
