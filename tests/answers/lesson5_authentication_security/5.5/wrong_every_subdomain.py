# says: is allowed too.
# from: https://mintlify.com/fastapi/fastapi/api/middleware/cors (its pattern)
# region 5.5
app.add_middleware(
    CORSMiddleware,
    allow_origin_regex=r"https://.*modelhub\.example",
    allow_credentials=True,
    allow_methods=["GET", "POST"],
    allow_headers=["Authorization", "Content-Type"],
)
# endregion
