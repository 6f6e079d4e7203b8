"""Values that are new in every run, so that a remembered answer never passes."""

from __future__ import annotations

import os
import random
import string
import uuid
from typing import Any

_WORDS = [
    "amber",
    "birch",
    "cedar",
    "delta",
    "ember",
    "fjord",
    "grove",
    "heron",
    "indigo",
    "jasper",
    "lotus",
    "maple",
]


class Fresh:
    """A source of values. ``COURSE_SEED`` in the environment makes it repeat itself."""

    def __init__(self, seed: str | None = None) -> None:
        self._random = random.Random(seed or os.environ.get("COURSE_SEED"))

    def number(self, low: int = 100, high: int = 9_999) -> int:
        return self._random.randint(low, high)

    def word(self, length: int = 6) -> str:
        """Lower-case letters."""
        return "".join(self._random.choices(string.ascii_lowercase, k=length))

    def name(self) -> str:
        """A name for a thing, such as ``cedar-kqvxwz``."""
        return f"{self._random.choice(_WORDS)}-{self.word()}"

    def email(self) -> str:
        return f"{self.word(8)}@example.com"

    def password(self, length: int = 12) -> str:
        """Letters and digits, at least one of each."""
        body = self._random.choices(string.ascii_letters + string.digits, k=length - 2)
        return "".join([*body, self._random.choice("abcdefgh"), self._random.choice("23456789")])

    def data(self, size: int = 200) -> bytes:
        return self._random.randbytes(size)

    def uuid4(self) -> str:
        return str(uuid.UUID(bytes=self._random.randbytes(16), version=4))

    def shuffled(self, values: list[Any]) -> list[Any]:
        return self._random.sample(values, len(values))
