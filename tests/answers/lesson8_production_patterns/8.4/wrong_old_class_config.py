# says: A variable of another tool in .env stops the start.
# from: the guide's own text: class Config
# region 8.4
class Settings(BaseSettings):
    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30

    class Config:
        env_file = ".env"
# endregion
