# says: HUB_NAME in .env went before the one in the environment.
# from: load_dotenv(override=True), often copied from answers about values that do not change
# region 8.4
from dotenv import load_dotenv

load_dotenv(".env", override=True)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
