"""The settings of the app, in one place."""

from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


# region 8.4
#| # TODO 8.4: Configuration. Let Settings read the environment, and a file `.env` in the
#| # folder that the app is started from. The variables are called like the fields, in
#| # capitals (HUB_NAME, SECRET_KEY, …); the environment goes before the file.
#| #   secret_key   has no default and at least 32 characters: without it, or with a
#| #                shorter one, the app does not start. The error names secret_key and
#| #                does not show the refused value
#| #   the others   keep the defaults they have here
#| #   Variables that are not ours, in the environment or in `.env`, are ignored.
#| #   repr(settings) must not show the secret: main.py writes it into the log.
#| class Settings:
#|     hub_name: str = "Model Hub"
#|     secret_key: str = "everybody-can-read-this-in-the-code"
#|     database_url: str = "sqlite+aiosqlite:///hub.db"
#|     token_minutes: int = 30
#|? A field without a default has to come from outside, and SecretStr shows stars wherever the
#|? settings are printed.
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", extra="ignore", hide_input_in_errors=True)

    hub_name: str = "Model Hub"
    secret_key: Annotated[SecretStr, Field(min_length=32)]
    database_url: str = "sqlite+aiosqlite:///hub.db"
    token_minutes: int = 30


# endregion


settings = Settings()


def secret_key() -> str:
    """The secret as text, for who signs with it. Complete; step 8.6 uses it."""
    value: SecretStr | str = settings.secret_key
    return value if isinstance(value, str) else value.get_secret_value()
