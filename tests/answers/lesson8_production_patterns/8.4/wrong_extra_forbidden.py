# says: A variable of another tool in .env stops the start.
# from: https://github.com/pydantic/pydantic-settings/issues/133
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
