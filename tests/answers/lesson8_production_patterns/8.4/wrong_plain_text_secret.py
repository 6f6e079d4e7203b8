# says: The secret stands in the log.
# from: the guide's own text: secret_key: str
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[str, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
