"""Given: the settings of Model Hub. You read them, you don't edit this file.

They come from the environment, or from a file named ``.env`` in the folder that the app
is started in. There a name is written in capitals, such as ``SECRET_KEY``. What is set in
neither has its default.
"""

import secrets
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


def _key_for_one_run() -> SecretStr:
    return SecretStr(secrets.token_urlsafe(32))


class Settings(BaseSettings):
    """What differs between your machine and production."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        extra="ignore",
        hide_input_in_errors=True,  # a secret that is refused is still a secret
    )

    secret_key: Annotated[SecretStr, Field(min_length=32)] = Field(default_factory=_key_for_one_run)
    """Signs the tokens. The text itself: ``settings.secret_key.get_secret_value()``.

    Without one, each start makes its own: every token ends with the process.
    """

    token_minutes: Annotated[int, Field(ge=1)] = 30
    """How long a token is good for."""

    bcrypt_rounds: Annotated[int, Field(ge=4, le=31)] = 12
    """The cost of a hash. One more makes it twice as slow; below 12 is for tests."""

    allowed_origin: str = "http://localhost:5173"
    """The web page that may call us from a browser, as browsers write it."""


settings = Settings()
