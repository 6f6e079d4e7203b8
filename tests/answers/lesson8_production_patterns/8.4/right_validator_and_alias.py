# region 8.4
from pydantic import field_validator


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", hide_input_in_errors=True
    )

    secret_key: SecretStr = Field(..., validation_alias="SECRET_KEY")
    hub_name: str = "Model Hub"
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = Field(30, ge=1)

    @field_validator("secret_key")
    @classmethod
    def long_enough(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("needs at least 32 characters")
        return value
# endregion
