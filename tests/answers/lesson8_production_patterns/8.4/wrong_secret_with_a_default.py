# says: The app starts without a SECRET_KEY.
# from: the guide's own text; found in code bases: https://github.com/rishabh0510rishabh/EnvForage/pull/1043
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)] = SecretStr("change-me-change-me-change-me-change-me")
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
