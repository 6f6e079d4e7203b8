"""Says in plain words why an answer is not the one that was expected.

What FastAPI says in a 404, 405, 422 or 500 is written for somebody who knows FastAPI.
Here it is said for somebody who does not yet. Everything is a function from what was
seen to an :class:`Explanation`, or to None where there is nothing better to say than
what the check itself says.
"""

from __future__ import annotations

import difflib
import http.client
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from checker.expect import signs, unfit
from checker.expect.compare import shown
from checker.expect.http import Asked
from checker.expect.places import MAX_ROUTE, MAX_ROUTES, Place, methods, route

WORDS = {"path": "path", "query": "query", "body": "body", "header": "headers", "cookie": "cookies"}


@dataclass(frozen=True)
class Explanation:
    summary: str = ""
    got: str = ""
    next_step: str = ""
    place: Place | None = None
    sure: bool = False
    """Whether it explains more than a check can that knows what should be there."""


def missing_route(asked: Asked, routes: Sequence[Any]) -> Explanation | None:
    """For a 404 that FastAPI itself gave, because nothing answers this path."""
    if route(routes, asked.method, asked.path) is not None:
        return None
    path = asked.path.partition("?")[0]
    there = methods(routes, path)
    if there:
        return wrong_method(asked, there, routes)
    slash = path.rstrip("/") if path.endswith("/") else f"{path}/"
    if route(routes, asked.method, slash) is not None:
        return Explanation(
            f"There is no {asked.method} {path}: your route is {slash}.",
            next_step=f"spell the path {path}, without a difference in the last slash",
        )
    verb = asked.method.lower()
    alike = _alike(asked, routes)
    return Explanation(
        f"There is no {asked.method} {path} yet.",
        got=f"404, your app has no such route{alike and f', but {alike}'}",
        next_step="spell the path exactly as the step does"
        if alike
        else f'write a function for it, with @{_owner(path, routes)}.{verb}("…") above it',
    )


def two_apps(places: Sequence[Place], status: int) -> Explanation | None:
    """For a path that is not there, where the file makes its ``app`` more than once."""
    if len(places) < 2:
        return None
    lines = ", ".join(str(place.line) for place in places[:-1])
    return Explanation(
        f"Your file makes two apps: at line {lines}, and again at line {places[-1].line}.",
        f"{status}: the last app is served, and what you gave the first is not in it",
        "keep the first `app = FastAPI(…)`, and take the other one out",
        places[-1],
        sure=True,
    )


def returned_exception(body: Any, wanted: Sequence[int]) -> Explanation | None:
    """For a 200 whose body is an HTTPException: it was returned and not raised."""
    told = body if isinstance(body, dict) else {}
    if set(told) != {"status_code", "detail", "headers"} or min(wanted) < 400:
        return None
    return Explanation(RETURNED, f"200 {shown(body)}", signs.RAISE)


def not_called(function: str, got: str) -> Explanation:
    """For an answer that is a function, and not what it gives.

    ``function`` is its name, or ``Depends(name)`` where it is a parameter's default.
    """
    if function.startswith("Depends("):
        return _no_depends(function[8:-1], f"{got}: the function itself, as JSON")
    return Explanation(
        f"`{function}` is returned, but not called.",
        f"{got}: the function itself, as JSON",
        f"call it, with () behind its name: {function}(…)",
    )


def not_awaited(place: Place, error: Any) -> Explanation:
    """For a 500 where a call of the session's is let go of: ``place.what`` names it."""
    return Explanation(
        f"A call is not awaited: `{place.what}` gives a promise (a coroutine), and does nothing.",
        f"500, {_kind(error)}",
        f"put `await` in front of that call of {place.what}()",
        Place(place.file, place.line),
        sure=True,
    )


def wrong_method(asked: Asked, there: Sequence[str], routes: Sequence[Any] = ()) -> Explanation:
    path = asked.path.partition("?")[0]
    alike = _alike(asked, routes)
    if alike:
        return Explanation(
            f"There is no {asked.method} {path} yet.",
            got=f"405, this path answers only {', '.join(there)}; your app also has {alike}",
            next_step="spell the path exactly as the step does",
        )
    return Explanation(
        f"{path} is there, but not with {asked.method}.",
        got=f"405, this path answers only {', '.join(there)}",
        next_step=f"use @{_owner(path, routes)}.{asked.method.lower()} for this function",
    )


def _owner(path: str, routes: Sequence[Any]) -> str:
    """What the routes around a path hang on: ``router`` outside of main.py, else ``app``."""
    start = f"/{'/'.join(path.strip('/').split('/')[:3])}"
    mine = [r for r in routes[:MAX_ROUTES] if isinstance(r, dict)]
    files = [str(r.get("file")) for r in mine if str(r.get("path")).startswith(start)]
    there = not files[0].endswith("main.py") if files else path.startswith("/api/")
    return "router" if there else "app"


def _alike(asked: Asked, routes: Sequence[Any]) -> str:
    """A route whose path is nearly the one we asked for: most likely a slip in it."""
    wanted = asked.path.partition("?")[0].strip("/").split("/")
    mine = [r for r in routes if isinstance(r, dict) and r.get("method") == asked.method]
    paths = [path for found in mine if len(path := str(found.get("path"))) <= MAX_ROUTE]
    alike = (path for path in paths[:MAX_ROUTES] if _near(path.strip("/").split("/"), wanted))
    return next((f"{asked.method} {path}" for path in alike), "")


def _near(path: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether the parts are the same but for a letter or two in one of them."""
    if len(path) != len(wanted):
        return False
    off = [(a, b) for a, b in zip(path, wanted, strict=True) if a != b and not a.startswith("{")]
    same = all(difflib.SequenceMatcher(None, a, b).ratio() > 0.8 for a, b in off)
    return len(off) <= 1 and same


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
    next_step = signs.advice(f"{kind}: {text}", error) or signs.fallback(kind)
    if kind == "MemoryError":
        next_step = f"use less memory; here a program may have {memory // 1024**2} MB"
    text = (kind == "ResponseValidationError" and unfit.first(text)) or text
    first = text[:220] + (" …" if len(text) > 220 else "")
    told = f"{kind}: {first}" if first else kind
    function = _forgotten(message) if next_step == signs.CALL else ""
    if function:
        return _no_depends(function, f"500, {told}")
    summary = _SUMMARIES.get(next_step, f"Your code raised {article(kind)}.")
    return Explanation(summary, f"500, {told}", next_step)


def _forgotten(text: str) -> str:
    """The function that came instead of what it gives, by its name a dependency; or ""."""
    found = re.search(r"'input': <function (\w{1,60}) at", text)
    return found[1] if found and _DEPENDENCY.match(found[1]) else ""


def _no_depends(function: str, got: str) -> Explanation:
    return Explanation(
        f"`{function}` is a dependency, but Depends is missing: you get the function itself.",
        got,
        signs.DEPENDS.format(function),
    )


RETURNED = "An HTTPException is returned as if it were an answer."
_SUMMARIES = {
    signs.AWAIT: "A call is not awaited: it gives a promise (a coroutine), not the value itself.",
    signs.RAISE: RETURNED,
    signs.CALL: "A function is returned, but not called.",
}
_DEPENDENCY = re.compile(
    r"(?:get_)?(?:current_|active_|require|verif|signed_in)|get_(?:admin|db|session|settings)\b"
)


def _kind(error: Any) -> str:
    return str(error.get("type") or "an exception")


def article(kind: str) -> str:
    """``a ValueError``, ``an OSError``, ``an HTTPException``."""
    vowel = kind[:1] in "AEIOUaeiou" and not kind.startswith("Uni")
    vowel = vowel or kind.startswith("HTTP")
    return f"{'an' if vowel else 'a'} {kind}"


def broken_off(error: Exception) -> Explanation:
    """For an answer that HTTP cannot read, or that ended too soon."""
    if isinstance(error, http.client.BadStatusLine | http.client.UnknownProtocol) and not (
        isinstance(error, http.client.RemoteDisconnected)
    ):
        return Explanation(
            "What came back is not HTTP.",
            f"it begins with {shown(str(error), 80)}",
            "leave the connection to the server: return the answer from your function",
        )
    if isinstance(error, http.client.LineTooLong | http.client.HTTPException) and (
        "header" in str(error)
    ):
        return Explanation(
            "The answer's headers are too long.",
            f"{error}",
            "put large data into the body, not into a header",
        )
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return Explanation(
            "Your app takes no requests any more.",
            "nobody listens",
            "take out what closes sockets that your code did not open, or removes their files",
        )
    return Explanation(
        "The answer broke off.",
        "the connection ended before the answer was complete",
        "look for what ends the connection before the answer is complete",
    )


def refused(
    asked: Asked,
    body: Any,
    routes: Sequence[Any] = (),
    untyped: Collection[str] = (),
    reads: Collection[str] = (),
) -> Explanation | None:
    """For a 422 where the request was right: what was refused, and what that means.

    ``untyped`` names those of the route's parameters that have no type, ``reads`` those
    that it takes from the query or the path.
    """
    refusal = _refusal(body)
    if refusal is None:
        return None
    if refusal.missing:
        if refusal.where[0] == "query" and (strange := _strange(asked, body, routes)):
            return Explanation(strange[0], refusal.got, strange[1])
        if refusal.where[0] == "query" and refusal.name in untyped and not asked.files:
            return _no_type(asked, refusal, routes, reads)
        return _stacked(asked, refusal, routes) or _missing(asked, refusal, routes, reads)
    if refusal.where == ["body"]:
        return _wrong_body(asked, refusal) or _refused_value(asked, refusal)
    if refusal.name in names(asked.files):
        return Explanation(
            f"We sent `{refusal.name}` as a file; your app takes it for something else.",
            refusal.got,
            _MOVE["file"].format(refusal.name),
        )
    return _refused_value(asked, refusal)


def _strange(asked: Asked, body: Any, routes: Sequence[Any]) -> tuple[str, str] | None:
    """Where Depends got what is no function: what it took for parameters gives that away.

    A summary and a next step.
    """
    details = [detail for detail in body["detail"] if isinstance(detail, dict)]
    sought = {str(d["loc"][-1]) for d in details if isinstance(d.get("loc"), list) and d["loc"]}
    mine = route(routes, asked.method, asked.path) or {}
    if {"args", "kwargs"} <= sought and mine.get("function") in _WRAPPERS:
        return _HIDDEN
    for taken, what, step in _STRANGE:
        if taken <= sought:
            return f"Depends(…) wants a function, and was given {what}.", step
    return None


_WRAPPERS = {"wrapper", "wrapped", "inner", "decorated"}
_HIDDEN = (
    "Your decorator hides the parameters of the function from FastAPI.",
    "put @functools.wraps(function) above the inner function of your decorator",
)
_STRANGE = (
    (
        {"args", "kwargs"},
        "something else, such as a type",
        "an alias that has a Depends inside is the type itself, as in user: CurrentUser; "
        "else write Depends(…) around a function's name",
    ),
    ({"local_kw"}, "what makes sessions", signs.DEPENDS_SESSION),
    ({"kw"}, "the class of a session", signs.DEPENDS_SESSION),
)


@dataclass(frozen=True)
class _Refusal:
    """The first error of a 422: ``where`` is its place, such as ``["body", "email"]``."""

    where: list[str]
    why: str
    missing: bool
    inside: bool
    """Whether FastAPI found what it sought the value in (an object without this key)."""

    @property
    def name(self) -> str:
        return ".".join(self.where[1:]) or self.where[0]

    @property
    def got(self) -> str:
        return f"422, {'.'.join(self.where)}: {self.why}"


def _refusal(body: Any) -> _Refusal | None:
    details = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(details, list) or not details or not isinstance(details[0], dict):
        return None
    first, where = details[0], details[0].get("loc")
    return _Refusal(
        [str(part) for part in where] if isinstance(where, list) and where else ["?"],
        str(first.get("msg", "refused")),
        first.get("type") == "missing",
        isinstance(first.get("input"), dict),
    )


def place_of_refusal(body: Any) -> str:
    """What FastAPI refused first, such as ``query.limit``; "" for any other body."""
    refusal = _refusal(body)
    return ".".join(refusal.where) if refusal else ""


def _stacked(asked: Asked, refusal: _Refusal, routes: Sequence[Any]) -> Explanation | None:
    """One function under several decorators has to take what all of them need."""
    mine = route(routes, asked.method, asked.path)
    if mine is None:
        return None
    line = (mine.get("file"), mine.get("line"))
    both = [r for r in routes if isinstance(r, dict) and (r.get("file"), r.get("line")) == line]
    told = [f"{r.get('method')} {r.get('path')}" for r in reversed(both)]  # as in the file
    if len(told) < 2:
        return None
    return Explanation(
        f"One function answers {', '.join(told[:-1])} and {told[-1]}.",
        refusal.got,
        "write a function of its own for each of them, with one decorator above it",
    )


def _missing(
    asked: Asked, refusal: _Refusal, routes: Sequence[Any], reads: Collection[str] = ()
) -> Explanation:
    """A required parameter that was not found where the app looked for it."""
    if refusal.where == ["body"]:
        return _no_body(asked, refusal, reads)
    name, elsewhere = refusal.name, _sent_in(asked, refusal)
    if elsewhere == "empty":
        return Explanation(
            f"We sent an empty `{name}`, and FastAPI reads an empty form field as missing.",
            refusal.got,
            f"give `{name}` a default, so that it may be empty",
        )
    if elsewhere:
        return Explanation(
            f"We sent `{name}` {_SENT[elsewhere]}; your app looks for it "
            f"{_sought(elsewhere, refusal.where[0])}.",
            refusal.got,
            _MOVE[elsewhere].format(name),
        )
    fields = names(asked.json)
    if refusal.where[0] == "body" and fields and not refusal.inside:
        return Explanation(
            f"Your app looks for the fields inside of an object called `{name}`.",
            refusal.got,
            "let one Pydantic model be the whole body: no second one, no Body(embed=True)",
        )
    if refusal.where[0] == "body" and asked.method == "PATCH" and asked.json is not None:
        return Explanation(
            f"A PATCH of {_listed(fields) or 'nothing'} was refused: your app also asks for "
            f"`{name}`.",
            refusal.got,
            "give PATCH a model of its own, in which every field has a default",
        )
    return _misnamed(asked, refusal, routes, reads) or Explanation(
        f"Our request was right, but your app also asks for `{name}`.",
        refusal.got,
        f"give `{name}` a default, so that it may be left out",
    )


def _misnamed(
    asked: Asked, refusal: _Refusal, routes: Sequence[Any], reads: Collection[str]
) -> Explanation | None:
    """The function calls by another name what the path or our request has."""
    name, other = refusal.name, _other_name(asked, refusal, routes, reads)
    if other:
        return Explanation(
            f"The path has `{{{other}}}`, but the function calls it `{name}`.",
            refusal.got,
            "use the same word in the path and for the function's parameter",
        )
    files = names(asked.files)
    if files and refusal.where[0] == "body":
        return Explanation(
            f"We sent `{files[0]}` as a file; your app asks for `{name}`.",
            refusal.got,
            f"call the parameter `{files[0]}`: its name is the form field's name",
        )
    return None


def _no_type(
    asked: Asked, refusal: _Refusal, routes: Sequence[Any], reads: Collection[str]
) -> Explanation:
    name = refusal.name
    return _misnamed(asked, refusal, routes, reads) or Explanation(
        f"Your parameter `{name}` has no type, so FastAPI looks for it in the query.",
        refusal.got,
        f"give `{name}` its type: by that, FastAPI knows where the value comes from",
    )


def _no_body(asked: Asked, refusal: _Refusal, reads: Collection[str]) -> Explanation:
    fields = [name for name in names(asked.params) if name not in reads]
    if fields:
        return Explanation(
            f"We sent {_listed(fields)} in the query; your app waits for a JSON body.",
            refusal.got,
            f"make `{fields[0]}` a parameter of its own, such as {fields[0]}: int = 0; "
            "a Pydantic model alone is read from the body",
        )
    return Explanation(
        "Our request has no body, but your app waits for one.",
        refusal.got,
        "a Pydantic model, a list or a dict is read from the body: take it out here",
    )


def _wrong_body(asked: Asked, refusal: _Refusal) -> Explanation | None:
    """The body as a whole is of another kind."""
    if asked.files:
        name = names(asked.files)[0]
        return Explanation(
            f"We sent `{name}` as a file; your app reads the body as JSON.",
            refusal.got,
            _MOVE["file"].format(name),
        )
    if asked.data:
        return Explanation(
            "We sent a form; your app reads the body as JSON.",
            refusal.got,
            _MOVE["form"].format(names(asked.data)[0]),
        )
    fields = names(asked.json)
    if not fields:
        return None
    return Explanation(
        f"We sent an object with {_listed(fields)}; your app takes the whole body for one value.",
        refusal.got,
        "declare one parameter, whose type is a Pydantic model with these fields",
    )


def _refused_value(asked: Asked, refusal: _Refusal) -> Explanation:
    sent = _sent(asked, refusal.where)
    return Explanation(
        f"Our request was right; your app refused {'.'.join(refusal.where)}.",
        f"{refusal.got}{f' (we sent {sent})' if sent else ''}",
        f"allow this value: check the type and the limits of `{refusal.name}`",
    )


def names(values: Any) -> list[str]:
    """The names in one part of a request: a dict, pairs, or nothing."""
    if isinstance(values, dict):
        return [str(name) for name in values]
    pairs = values if isinstance(values, list | tuple) else ()
    return [str(pair[0]) for pair in pairs if isinstance(pair, list | tuple) and pair]


def _sent_in(asked: Asked, refusal: _Refusal) -> str:
    """Which part of our request has the name that was not found; "" when none has."""
    sought, name = refusal.where[0], refusal.name
    if name in names(asked.files):
        return "file"
    if name in names(asked.data):
        empty = isinstance(asked.data, dict) and asked.data[name] == ""
        return "empty" if empty and sought == "body" else "form"
    if name in names(asked.json):
        return "json"
    return "query" if sought != "query" and name in names(asked.params) else ""


def _sought(sent: str, place: str) -> str:
    if place == "body":
        return "in a form" if sent == "json" else "in a JSON body"
    return f"in the {WORDS.get(place, place)}"


_SENT = {
    "query": "in the query",
    "form": "in the form",
    "file": "as a file",
    "json": "in the JSON body",
}
_MOVE = {
    "query": "make `{}` a query parameter: a plain type, such as int or str, or Query()",
    "form": "read `{}` from the form: Annotated[str, Form()]",
    "file": "read `{}` as a file: give it the type UploadFile",
    "json": "read `{}` from the JSON body: as a field of a Pydantic model, without Form()",
}


def _other_name(
    asked: Asked, refusal: _Refusal, routes: Sequence[Any], reads: Collection[str]
) -> str:
    """The path's name for what the function calls otherwise, where they are alike."""
    found = route(routes, asked.method, asked.path) if refusal.where[0] == "query" else None
    for word in re.findall(r"{(\w+)", str(found and found.get("path"))):
        if word not in {refusal.name, *reads} and (word in refusal.name or refusal.name in word):
            return str(word)
    return ""


def _listed(fields: Sequence[str]) -> str:
    quoted = [f"`{field}`" for field in fields[:4]]
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[1:] else quoted)


def _sent(asked: Asked, where: list[str]) -> str:
    value: Any = {"query": asked.params, "body": asked.json or asked.data}.get(where[0])
    for part in where[1:]:
        if not isinstance(value, dict) or part not in value:
            return ""
        value = value[part]
    return shown(value, 60) if value is not None and len(where) > 1 else ""
