# says: The app starts without a SECRET_KEY, because os.getenv() has a value in any case.
# from: a learner's try: the environment read by hand, where nothing is demanded
# also: 8.6
# region 8.4
import os

from dotenv import load_dotenv

load_dotenv(".env")


class Settings:
    hub_name: str = os.getenv("HUB_NAME", "Model Hub")
    secret_key = os.getenv("SECRET_KEY")
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
