"""Text from strangers, made fit to be shown.

What a learner's program says ends up in a terminal, in a file and on a teacher's screen.
Nothing in it may move a cursor, change a color, turn the reading direction round, be
seen by nobody, or be half a character that cannot be encoded.
"""

from __future__ import annotations

import re
import unicodedata

MOST = 400
"""Characters of a text that is meant to be one line."""
_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_X][^\x07\x1b]{0,4000}(?:\x07|\x1b\\)|[ -/]*[0-~])"
)
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff"
    "\ufeff\U000e0000-\U000e007f]"
)


def line(text: str, most: int = MOST) -> str:
    """One line: white space is folded, the middle cut out of a long text."""
    if len(text) > most:
        text = f"{text[: most - 60]} … {text[-50:]}"
    if text.isascii() and text.isprintable():
        return text
    return _HARMFUL.sub(_escaped, re.sub(r"[\t\n\v\f\r]+", " ", text))


def lines(text: str) -> str:
    """Any number of lines, as a terminal without colors would show them."""
    text = _ANSI.sub("", text.replace("\r\n", "\n"))
    return _HARMFUL.sub(_escaped, text.replace("\r", "\n"))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    if unicodedata.category(found[0]) == "Cs":
        return "\ufffd"
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
