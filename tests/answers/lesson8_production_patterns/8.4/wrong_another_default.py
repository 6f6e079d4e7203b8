# says: token_minutes has lost its default.
# from: a default made longer while trying things out
# also: 8.6
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 3000
# endregion
