"""Says in plain words why an answer is not the one that was expected.

What FastAPI says in a 404, 405, 422 or 500 is written for somebody who knows FastAPI.
Here it is said for somebody who does not yet. Everything is a function from what was
seen to an :class:`Explanation`, or to None where there is nothing better to say than
what the check itself says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from checker.expect.compare import shown
from checker.expect.http import Asked
from checker.expect.places import Place, methods, route

WORDS = {"path": "path", "query": "query", "body": "body", "header": "headers", "cookie": "cookies"}


@dataclass(frozen=True)
class Explanation:
    summary: str = ""
    got: str = ""
    next_step: str = ""
    place: Place | None = None


def missing_route(asked: Asked, routes: Sequence[Any]) -> Explanation | None:
    """For a 404 that FastAPI itself gave, because nothing answers this path."""
    if route(routes, asked.method, asked.path) is not None:
        return None
    path = asked.path.partition("?")[0]
    there = methods(routes, path)
    if there:
        return wrong_method(asked, there)
    slash = path.rstrip("/") if path.endswith("/") else f"{path}/"
    if route(routes, asked.method, slash) is not None:
        return Explanation(
            f"There is no {asked.method} {path}: your route is {slash}.",
            next_step=f"spell the path {path}, without a difference in the last slash",
        )
    verb = asked.method.lower()
    return Explanation(
        f"There is no {asked.method} {path} yet.",
        got="404, your app has no such route",
        next_step=f'write a function for it, with @app.{verb}("…") above it',
    )


def wrong_method(asked: Asked, there: Sequence[str]) -> Explanation:
    path = asked.path.partition("?")[0]
    return Explanation(
        f"{path} is there, but not with {asked.method}.",
        got=f"405, this path answers only {', '.join(there)}",
        next_step=f"use @app.{asked.method.lower()} for this function",
    )


def redirect(asked: Asked, location: str) -> Explanation:
    return Explanation(
        f"{asked.path} was sent elsewhere instead of being answered.",
        got=f"a redirect to {location}",
        next_step="spell the path exactly as the step does; the last slash counts",
    )


def raised(error: Any, memory: int) -> Explanation:
    """For a 500: the learner's own exception, in one line, and what it usually means."""
    kind, message = _kind(error), str(error.get("message", ""))
    text = " ".join(message.split())
    next_step = next(
        (advice for sign, advice in _SIGNS if sign in f"{kind}: {text}"),
        "look at that line: what it does with this request cannot work",
    )
    if kind == "MemoryError":
        next_step = f"use less memory; here a program may have {memory // 1024**2} MB"
    first = text[:220] + (" …" if len(text) > 220 else "")
    told = f"{kind}: {first}" if first else kind
    return Explanation(f"Your code raised {_article(kind)}.", f"500, {told}", next_step)


def _kind(error: Any) -> str:
    return str(error.get("type") or "an exception")


def _article(kind: str) -> str:
    return f"{'an' if kind[:1] in 'AEIOUaeiou' else 'a'} {kind}"


# The first sign that fits, in "Type: message", decides.
_SIGNS = (
    ("'coroutine' object", "put `await` in front of the call that is not awaited"),
    ("coroutine", "put `await` in front of the call that is not awaited"),
    ("dependency with yield", "end the `except` of your dependency with `raise`, or take it out"),
    ("'function' object has no", "that parameter got the function itself: Depends(…) is missing"),
    ("'NoneType' object has no", "that value is None here: ask for that before you use it"),
    ("object is not subscriptable", 'that is an object, not a dict: write .name for ["name"]'),
    ("UnboundExecutionError", "give the session its engine: async_sessionmaker(engine, …)"),
    ("MissingGreenlet", "a commit empties the row: async_sessionmaker(…, expire_on_commit=False)"),
    ("PendingRollbackError", "a session is done after an error: do not commit it in a `finally`"),
    ("PydanticSerializationError", "declare which fields go out: give the route a response_model"),
    ("ResponseValidationError", "return what the declared response type promises"),
    ("SystemExit", "a route must not end the program: return an answer, or raise HTTPException"),
    ("RecursionError", "a function calls itself without an end: give it one"),
    ("object is not callable", "check what stands in front of the round brackets on that line"),
    ("KeyError", "that key is not there: check its name, or ask with .get()"),
    ("AttributeError", "that object has no such attribute: check the name and the type"),
    ("UnboundLocalError", "that name is used before it has a value"),
    ("NameError", "that name is not known there: check its spelling, or import it"),
    ("missing 1 required", "call that function with all it asks for"),
    ("FileNotFoundError", "make the folder first, or check the path"),
    ("asyncio.run() cannot be called", "use `await` instead of asyncio.run()"),
)


def refused(asked: Asked, body: Any) -> Explanation | None:
    """For a 422 where the request was right: which parameter, and where it was sought."""
    details = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(details, list) or not details or not isinstance(details[0], dict):
        return None
    first = details[0]
    where = [str(part) for part in first.get("loc") or ["?"]]
    name = ".".join(where[1:]) or where[0]
    why = str(first.get("msg", "refused"))
    got = f"422, {'.'.join(where)}: {why}"
    elsewhere = _sent_elsewhere(asked, where)
    if first.get("type") == "missing" and elsewhere:
        return Explanation(
            f"We sent `{name}` in the {elsewhere}; your app looks for it in the "
            f"{WORDS.get(where[0], where[0])}.",
            got,
            _move(name, elsewhere),
        )
    if first.get("type") == "missing":
        return Explanation(
            f"Our request was right, but your app also asks for `{name}`.",
            got,
            f"give `{name}` a default, or take it out: the step does not have it",
        )
    sent = _sent(asked, where)
    return Explanation(
        f"Our request was right; your app refused {'.'.join(where)}.",
        f"{got}{f' (we sent {sent})' if sent else ''}",
        f"allow this value: check the type and the limits of `{name}`",
    )


def _sent_elsewhere(asked: Asked, where: list[str]) -> str:
    name = where[-1]
    places = {"query": asked.params, "body": asked.json, "form": asked.data, "files": asked.files}
    for place, values in places.items():
        names = [k for k, _ in values] if isinstance(values, list) else values or ()
        here = place == where[0] or (where[0] == "body" and place in {"form", "files"})
        if name in names and (not here or place in {"form", "files"}):
            return place
    return "body" if where[0] == "query" and asked.json is not None else ""


def _move(name: str, place: str) -> str:
    return {
        "query": f"make `{name}` a query parameter: a plain type, such as int or str, or Query()",
        "form": f"read `{name}` from the form: Annotated[str, Form()]",
        "files": f"read `{name}` as a file: UploadFile",
        "body": "read the fields from the JSON body: declare one parameter with a Pydantic model",
    }[place]


def _sent(asked: Asked, where: list[str]) -> str:
    value: Any = {"query": asked.params, "body": asked.json}.get(where[0])
    for part in where[1:]:
        if not isinstance(value, dict) or part not in value:
            return ""
        value = value[part]
    return shown(value, 60) if value is not None and len(where) > 1 else ""
