# says: A SECRET_KEY of 31 characters was accepted.
# from: the guide's own text: an empty secret is accepted
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: SecretStr
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
