"""A small app, built once so that what FastAPI loads late is loaded by then.

No ``from __future__ import annotations`` here: FastAPI has to see the local class.
"""

from fastapi import Body, FastAPI
from pydantic import BaseModel


def build() -> None:
    """Build and forget the app."""

    class Thing(BaseModel):
        name: str
        price: int | None = None

    app = FastAPI()

    @app.post("/things/{thing_id}")
    def create(thing_id: int, thing: Thing, note: str = Body(default="")) -> list[Thing]:
        return [thing]

    app.openapi()
