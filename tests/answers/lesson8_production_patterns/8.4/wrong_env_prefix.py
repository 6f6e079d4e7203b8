# says: secret_key
# from: a learner's try: a prefix as in other projects, so HUB_SECRET_KEY is looked for
# region 8.4
class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_prefix="HUB_", extra="ignore", hide_input_in_errors=True
    )

    name: str = "Model Hub"
    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30
# endregion
