"""What the lessons use, imported once and not anew for each host."""

PRELOAD = (
    "aiosqlite",
    "bcrypt",
    "email_validator",
    "jose.jwt",
    "multipart",
    "passlib.handlers.bcrypt",
    "pydantic_settings",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "sqlalchemy.ext.asyncio",
)
