"""Python text of a stranger, read as a tree within bounds and never run."""

from __future__ import annotations

import ast
import re
import warnings

MAX_TEXT = 60_000
"""Characters: our longest solution has a sixth of it."""
MAX_NESTING = 1_000
"""Of what nests without brackets, which Python bounds by itself.

Python's own parser calls itself for each, and ends the process where its stack is too small:
that takes more than twice as many on a stack of 512 KiB, the smallest that threads have.
"""
_NESTING = re.compile(r"\b(?:await|elif|else|lambda|not)\b|[-+~]|\*\*")


def tree(text: str) -> ast.Module | None:
    """None for what Python cannot read, and for what is too long or too deep to be tried."""
    if len(text) > MAX_TEXT or sum(1 for _ in _NESTING.finditer(text)) > MAX_NESTING:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
