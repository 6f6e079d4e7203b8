"""What goes in and what comes out, as Pydantic models."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field


# region 8.6
#| # TODO 8.6: Capstone, part 2 of 4: the schemas. Their names are up to you.
#| #   a new account   email (an email address), password (at least 8 characters, at most
#| #                   72 bytes: bcrypt reads no more), name (1 to 100 characters)
#| #   an account      id, email, name, and nothing else
#| #   a page          total (how many accounts there are), items (those on this page)
#| #   a token         access_token, token_type (which is "bearer")
#| #   The docs show what each route answers with, so the routes have to name it.
#|? What comes in and what goes out are different models, so a password has no field through
#|? which it could leave.
def fits_bcrypt(password: str) -> str:
    if len(password.encode()) > 72:
        raise ValueError("a password has at most 72 bytes")
    return password


class UserCreate(BaseModel):
    email: EmailStr
    password: Annotated[str, Field(min_length=8), AfterValidator(fits_bcrypt)]
    name: Annotated[str, Field(min_length=1, max_length=100)]


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: EmailStr
    name: str


class UserPage(BaseModel):
    total: int
    items: list[UserOut]


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


# endregion
