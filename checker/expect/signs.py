"""What an exception in a learner's code usually means, and what to do then."""

from __future__ import annotations

import builtins
import difflib
from typing import Any

from checker.expect import libraries

AWAIT = "put `await` in front of the call that is not awaited"
RAISE = "raise it, don't return it: write `raise HTTPException(…)`, without `return`"
DEPENDS_SESSION = libraries.DEPENDS_SESSION
CALL = "call that function, with () behind its name: you return the function itself"
MAX_NAME = 60
MAX_OFFERED = 2000
DEPENDS = "let FastAPI call it: Annotated[…, Depends({0})], and not = {0}"
_ENTER = "call it, with () behind its name, as in: async with new_session() as session"
_MODEL = "for a list of them, the response model is a list: list[…]"
_ATTRIBUTE = "that object has no such attribute: check the name and the type"
_NAME = "that name is not known there: check its spelling, or import it"
# The first sign that fits, in "Type: message", decides: of these, of the libraries', of the rest.
_FIRST = (
    ("'input': HTTPException(", RAISE),
    ("'input': <function ", CALL),
    ("'coroutine' object", AWAIT),
    ("coroutine object", AWAIT),
    ("'coroutine'", AWAIT),
    ("object function can't be used in 'await'", "call that function: () behind its name"),
    ("object method can't be used in 'await'", "call that function: () behind its name"),
    (
        "generator' object does not support the",
        "do not call a dependency yourself: the route asks for it with Depends(…)",
    ),
    ("must be unicode or bytes, not None", "that value is None: did a function forget `return`?"),
    ("NULL bytes in password", 'bcrypt takes no "\\0": refuse such a text before you come here'),
    ("Expecting a string- or bytes-formatted key", "give the key as text: .get_secret_value()"),
)
_SIGNS = (
    ("'NoneType' object is not callable", "end your middleware with `return response`"),
    *(
        (f"'{kind}' object does not support the {way}context manager protocol", _ENTER)
        for kind in ("async_sessionmaker", "sessionmaker", "function", "method", "type")
        for way in ("asynchronous ", "")
    ),
    (
        "'_GeneratorContextManager' object does not support the async",
        "make it with @asynccontextmanager above an `async def`, or enter it with `with`",
    ),
    ("asynchronous context manager protocol", "write `with` instead of `async with`"),
    ("context manager protocol", "write `async with`, in an `async def` function"),
    ("to extract fields from', 'input': None", "that is None: did a function forget `return`?"),
    ("'list' object has no attribute '__module__'", "write list[Name] for a list, not [Name]"),
    ("MemoryError", "use less memory"),
    ("info.version Input should be a valid string", "a version is text: put quotes around it"),
    ("object is not a mapping", "that wants a dict: .model_dump() makes one of a Pydantic model"),
    ("'dict' object has no attribute", 'that is a dict, not an object: write ["name"] for .name'),
    ("Unable to apply constraint 'g", "for a text, the limits are min_length and max_length"),
    ("Unable to apply constraint 'l", "for a text, the limits are min_length and max_length"),
    ("got an unexpected keyword argument", "check how that argument is spelled on that line"),
    ("not NoneType", "that value is None here: ask for that before you use it"),
    ("unhashable type", "that is a whole object: hand over the one field of it that is meant"),
    ("can only concatenate str", "one of the two is text: give each parameter its type"),
    ("unsupported operand type", "the two values do not go together: change one, as with str()"),
    ("positional argument but", "hand the values over by name: name=value"),
    (
        "UnicodeDecodeError",
        "bytes cannot become JSON: send them in a response, such as FileResponse",
    ),
    ("Input should be a valid dictionary or object", _MODEL),
    ("'UploadFile' object is not iterable", "that is one file: for several, list[UploadFile]"),
    ("can't be used in 'await' expression", "take `await` away: that call gives its value at once"),
    ("object can't be awaited", "take `await` away: that call gives its value at once"),
    ("dependency with yield", "end the `except` of your dependency with `raise`, or take it out"),
    ("'function' object has no", "that parameter got the function itself: Depends(…) is missing"),
    ("'NoneType' object", "that value is None here: ask for that before you use it"),
    ("object is not subscriptable", 'that is an object, not a dict: write .name for ["name"]'),
    ("UnboundExecutionError", "give the session its engine: async_sessionmaker(engine, …)"),
    ("MissingGreenlet", "a commit empties the row: async_sessionmaker(…, expire_on_commit=False)"),
    ("PendingRollbackError", "a session is done after an error: do not commit it in a `finally`"),
    (
        "is not JSON serializable",
        "give JSONResponse only plain values: pass its content through jsonable_encoder()",
    ),
    ("'int' object has no attribute 'encode'", "a header's value is text: put str() around it"),
    ("'float' object has no attribute 'encode'", "a header's value is text: put str() around it"),
    ("'UUID' object has no attribute 'encode'", "a header's value is text: put str() around it"),
    (
        "'Header' object has no attribute 'encode'",
        'Header() is for routes; in a middleware, read request.headers.get("…")',
    ),
    ("has no attribute 'encode'", "what you yield must be text: make a line of it first"),
    (
        "Unable to serialize unknown type",
        "FastAPI cannot make JSON of this object by itself: name a response model",
    ),
    ("PydanticSerializationError", "declare which fields go out: give the route a response_model"),
    (
        "'latin-1' codec can't encode",
        "a header holds Latin letters only; FileResponse(filename=…) knows a way round it",
    ),
    ("'function' object is not iterable", "call that function, with () behind its name"),
    (
        "'async_generator' object is not iterable",
        "read an async generator with `async for`; to send one, give it to StreamingResponse()",
    ),
    ("ResponseValidationError", "return what the declared response type promises"),
    ("SystemExit", "a route must not end the program: return an answer, or raise HTTPException"),
    ("CancelledError", "it was ended before it answered: look for sys.exit, or a cancelled task"),
    ("RecursionError", "a function calls itself without an end: give it one"),
    ("object is not callable", "check what stands in front of the round brackets on that line"),
    ("KeyError", "that key is not there: check its name, or ask with .get()"),
    ("AttributeError", _ATTRIBUTE),
    ("UnboundLocalError", "that name is used before it has a value"),
    ("NameError", _NAME),
    ("required positional argument", "call that function with all it asks for"),
    ("positional arguments but", "that function does not take so many values: compare the two"),
    ("FileNotFoundError", "make the folder first, or check the path"),
    (
        "content longer than Content-Length",
        "leave the header content-length to FastAPI: it counts itself",
    ),
    (
        "content shorter than Content-Length",
        "leave the header content-length to FastAPI: it counts itself",
    ),
    ("File too large", "write less: a file may not have more than 64 MB here"),
    ("Too many open files", "close what you open: with open(…) as file"),
    ("BdbQuit", "take breakpoint() out: nobody sits in front of a server to answer it"),
    ("EOF when reading a line", "take input() out: nobody sits in front of a server"),
    ("asyncio.run() cannot be called", "use `await` instead of asyncio.run()"),
    ("ValidationError: ", "these values do not fit that model: compare them with its fields"),
)
_CIRCLE = "partially initialized module"
CIRCLE = "two files import each other: take the import out of one of them"


def advice(told: str, error: Any = None) -> str:
    """The next step for ``told``, an exception as "Type: message"; "" when none is known.

    Args:
        error: the same as the host has described it, with the names that are there.
    """
    if _CIRCLE in told:
        return CIRCLE
    signs = (*_FIRST, *libraries.SIGNS, *_SIGNS)
    found = next((step for sign, step in signs if sign in told), "")
    return (found in {_ATTRIBUTE, _NAME, ""} and meant(error)) or found


def fallback(kind: str) -> str:
    """The next step for an exception without a sign, by the name of its class.

    Only what a request can cause, and what is the learner's own, is worth to be caught.
    """
    if kind in libraries.CAUGHT:
        return libraries.CAUGHT[kind]
    if not kind.isidentifier() or hasattr(builtins, kind) or kind in libraries.SLIPS:
        return "look at that line: what it does with this request cannot work"
    return f"where a request can cause it, catch it and answer: try … except {kind}"


def meant(error: Any) -> str:
    """What to do about a name that is not there: import it, or spell it like another one.

    "" when it is no well-known name, and none that is there is like it.
    """
    told = error if isinstance(error, dict) else {}
    if told.get("type") not in {"AttributeError", "NameError"}:
        return ""
    name, offered = _short(told.get("name")), told.get("offered")
    statement = libraries.imported(name) if told["type"] == "NameError" else ""
    if statement:
        return f"import it at the top of the file: {statement}"
    names = map(_short, offered[:MAX_OFFERED] if isinstance(offered, list) else ())
    close = difflib.get_close_matches(name, [n for n in names if n], n=1, cutoff=0.7)
    if not close or close[0] == name:
        return ""
    return f"did you mean `{close[0]}`? There is no `{name}`"


def _short(name: Any) -> str:
    """A name, as far as it can be taken for one; "" for anything else."""
    return name if isinstance(name, str) and len(name) <= MAX_NAME else ""
