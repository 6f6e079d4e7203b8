# says: The error of the failed start shows the secret that was refused.
# from: https://github.com/pydantic/pydantic/issues/9139
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
