"""Finds the one place where two JSON values differ."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Like:
    """Stands for any value that fits, with the words for it: ``a whole number``."""

    words: str
    fits: Callable[[Any], bool]


A_NUMBER = Like("a whole number", lambda v: isinstance(v, int) and not isinstance(v, bool))
A_TEXT = Like("some text", lambda v: isinstance(v, str) and v != "")
ANYTHING = Like("any value", lambda v: True)


@dataclass(frozen=True)
class Difference:
    """``place`` reads like ``body[2].name``; the next two are ready to be shown.

    ``summary`` says in a sentence what kind of difference it is.
    """

    place: str
    expected: str
    got: str
    summary: str = ""


def shown(value: Any, most: int = 160) -> str:
    """A value as the learner would write it in JSON, cut in the middle when long."""
    if isinstance(value, Like):
        return value.words
    try:
        text = json.dumps(value, ensure_ascii=False, default=_words)
    except (TypeError, ValueError, RecursionError):
        text = reprlib.repr(value)
    return text if len(text) <= most else f"{text[: most - 30]} … {text[-25:]}"


def _words(value: Any) -> str:
    return f"<{value.words}>" if isinstance(value, Like) else repr(value)


def difference(
    expected: Any, got: Any, exact: bool = True, place: str = "body"
) -> Difference | None:
    """The first place where ``got`` is not what was ``expected``, or None.

    With ``exact=False``, objects may have more keys than expected, at any depth.
    """
    if isinstance(expected, Like):
        return None if expected.fits(got) else Difference(place, expected.words, shown(got))
    if isinstance(expected, dict) and isinstance(got, dict):
        return _in_object(expected, got, exact, place)
    if isinstance(expected, list) and isinstance(got, list):
        return _in_list(expected, got, exact, place)
    same = type(expected) is type(got) or _both_numbers(expected, got)
    if same and expected == got:
        return None
    return Difference(place, shown(expected), shown(got))


def _both_numbers(a: Any, b: Any) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in (a, b))


def _in_object(
    expected: dict[str, Any], got: dict[str, Any], exact: bool, place: str
) -> Difference | None:
    for key, value in expected.items():
        if key not in got:
            have = (
                f"there is {', '.join(map(str, list(got)[:20]))}" if got else "the object is empty"
            )
            lacks = f"The answer lacks the field `{place}.{key}`."
            return Difference(f"{place}.{key}", shown(value), f"missing ({have})", lacks)
        found = difference(value, got[key], exact, f"{place}.{key}")
        if found:
            return found
    extra = [key for key in got if key not in expected]
    if exact and extra:
        many = f"The answer has a field too many: `{place}.{extra[0]}`."
        return Difference(f"{place}.{extra[0]}", "not there", shown(got[extra[0]]), many)
    return None


def _in_list(expected: list[Any], got: list[Any], exact: bool, place: str) -> Difference | None:
    if len(expected) != len(got):
        return Difference(
            place, f"{_items(len(expected))}", f"{_items(len(got))}: {shown(got, 100)}"
        )
    for index, (a, b) in enumerate(zip(expected, got, strict=True)):
        found = difference(a, b, exact, f"{place}[{index}]")
        if found:
            return found
    return None


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
