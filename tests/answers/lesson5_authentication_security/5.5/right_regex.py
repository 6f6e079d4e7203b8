# A pattern that fits nothing else, small letters in the headers, and OPTIONS in the list.
# region 5.5
import re

app.add_middleware(
    CORSMiddleware,
    allow_origin_regex=re.escape(settings.allowed_origin),
    allow_credentials=True,
    allow_methods=("GET", "POST", "OPTIONS", "HEAD"),
    allow_headers=["authorization", "content-type"],
    max_age=60,
)
# endregion
