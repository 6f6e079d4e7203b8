# region 8.4
import os
import sys

from dotenv import dotenv_values


class Settings:
    def __init__(self) -> None:
        values = {**dotenv_values(".env"), **os.environ}
        if len(values.get("SECRET_KEY") or "") < 32:
            sys.exit("SECRET_KEY is missing or has fewer than 32 characters")
        self.secret_key: str = values["SECRET_KEY"]
        self.hub_name: str = values.get("HUB_NAME") or "Model Hub"
        self.database_url = values.get("DATABASE_URL") or "sqlite+aiosqlite:///hub.db"
        self.token_minutes = int(values.get("TOKEN_MINUTES") or 30)
# endregion
