# says: HUB_NAME in the environment has no effect.
# from: BaseModel reads no environment; mixed up since pydantic 2 moved BaseSettings out
# region 8.4
from pydantic import BaseModel


class Settings(BaseModel):
    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)] = SecretStr("x" * 40)
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
