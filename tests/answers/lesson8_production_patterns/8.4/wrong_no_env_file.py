# says: The app does not start with its SECRET_KEY in the file .env.
# from: reading .env is a second step: https://fastapi.tiangolo.com/advanced/settings/
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
