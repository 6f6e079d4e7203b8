# says: secret_key
# from: a learner's try: BaseModel in the place of BaseSettings
# region 8.4
from pydantic import BaseModel


class Settings(BaseModel):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
