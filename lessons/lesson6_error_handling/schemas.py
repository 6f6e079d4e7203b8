"""Given: what clients may send. You use it, you don't edit it."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field, field_validator


class ModelCreate(BaseModel):
    """A new model."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    framework: Annotated[str, Field(min_length=1, max_length=50)]


class UserCreate(BaseModel):
    """A new user. The credit is in dollars."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(max_length=200)]
    credit: Annotated[Decimal, Field(ge=0)] = Decimal(0)

    @field_validator("password")
    @classmethod
    def has_a_digit(cls, value: str) -> str:
        if not any(character.isdigit() for character in value):
            raise ValueError("a password needs at least one digit")
        return value
