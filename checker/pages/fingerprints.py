"""A file's fingerprints: which stretches of code it has, whatever its names are.

Winnowing (Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003): every run of ``RUN`` tokens is hashed, and of each
``WINDOW`` runs that follow each other the least hash is kept. So two files that share
``RUN + WINDOW - 1`` tokens in a row share a fingerprint, at a third of the size. ``RUN``
is 12, as JPlag has it for Python.

The tokens come from one regular expression instead of ``tokenize``: it reads any text in
one pass and never gives up, so a file with a syntax error is compared like any other, and
an f-string is one token in every version of Python.
"""

from __future__ import annotations

import builtins
import keyword
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

RUN = 12
WINDOW = 5
MOST = 400_000
"""Characters of a file that are read, and what is behind is left out."""
_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\f\r\\]+|\#[^\n]*)
  | (?P<line>\n)
  | (?P<text>[A-Za-z]{0,2}(?:\"\"\"(?:[^\"\\]|\\[\s\S]?|\"(?!\"\"))*+(?:\"\"\"|\Z)
                          |'''(?:[^'\\]|\\[\s\S]?|'(?!''))*+(?:'''|\Z)
                          |"(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?))
  | (?P<name>[^\W\d]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<sign>->|:=|\*\*|//|[=!<>]=|[\s\S])
    """,
    re.VERBOSE,
)
_CHOSEN = {".", "def", "class"}
"""What stands before a name that somebody has chosen, whatever it is."""
_TYPES = ("int", "str", "float", "bool", "bytes", "list", "dict", "set", "tuple")
_OWN = {*keyword.kwlist, *_TYPES, *(name for name in dir(builtins) if name[0].isupper())}
_CALLED = {name for name in dir(builtins) if name.islower()}
_NAME, _TEXT, _NUMBER = (zlib.crc32(word) for word in (b"a name", b"a text", b"a number"))


@dataclass(frozen=True)
class Code:
    """The tokens of one text as numbers, and the line (from 1) that each stands in."""

    tokens: tuple[int, ...]
    lines: tuple[int, ...]

    @property
    def runs(self) -> list[int]:
        """The hash of every run of tokens, in order."""
        return list(map(hash, zip(*(self.tokens[n:] for n in range(RUN)), strict=False)))

    @property
    def fingerprints(self) -> set[int]:
        """The runs that winnowing keeps."""
        runs = self.runs
        if len(runs) < WINDOW:
            return set(runs)
        return set(map(min, zip(*(runs[n:] for n in range(WINDOW)), strict=False)))


def read(text: str) -> Code:
    """The tokens of a file: names that can be chosen freely are all the same.

    Comments, layout and texts that nobody uses (docstrings) are no tokens. Keywords,
    builtin types, exceptions, and builtin functions that are called keep their names: a
    copy has to keep them too. What follows a dot does not: whoever renames a class's
    attribute renames it at every use, and which are a library's cannot be told.
    """
    tokens, lines = [], []
    for token, line in _tokens(text[:MOST]):
        tokens.append(token)
        lines.append(line)
    return Code(tuple(tokens), tuple(lines))


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    line, before, fresh = 1, "", True
    for found in _TOKEN.finditer(text):
        kind, word = found.lastgroup, found[0]
        if kind == "line":
            fresh = True
        elif kind != "skip":
            if not (kind == "text" and fresh and _alone(text, found.end())):
                after = text[found.end() : found.end() + 9].lstrip(" ")[:1]
                yield _token(kind, word, before, after), line
            before, fresh = word, False
        line += word.count("\n")


def _alone(text: str, end: int) -> bool:
    """Whether nothing stands behind a text in its line."""
    return text[end : end + 200].partition("\n")[0].strip() in {"", "\r"}


def _token(kind: str | None, word: str, before: str, after: str) -> int:
    if kind == "text":
        return _TEXT
    if kind == "number":
        return _NUMBER
    if kind == "name" and (before in _CHOSEN or not _is_kept(word, after)):
        return _NAME
    return _number(word[:200])


def _is_kept(word: str, after: str) -> bool:
    return word in _OWN or (after == "(" and word in _CALLED)


@lru_cache(maxsize=50_000)
def _number(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
