"""What an app takes from a request, read from its OpenAPI, and how two apps differ.

The solution's contract is written beside it as ``contract.json`` (``course dev
stubs``), so that nothing of the solution itself has to run when a learner's check fails.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Contract = dict[str, dict[str, list[str]]]
TAKE = {
    "query": "take {} from the query: a plain type such as int or str, or Query()",
    "path": "write {} into the path, in curly brackets",
    "header": "take {} from the headers: Header()",
    "json": "take {} from the JSON body: with a Pydantic model",
    "form": "take {} from the form: Annotated[str, Form()]",
    "file": "take {} as a file: UploadFile, or list[UploadFile]",
    "cookie": "take {} from the cookies: Cookie()",
}
"""What to do so that names are taken from the right part of a request."""
LOOKS = {
    "query": "in the query",
    "path": "in the path",
    "header": "in the headers",
    "json": "in the JSON body",
    "form": "in a form",
    "file": "for a file",
    "cookie": "in the cookies",
}
ANY = "*"
"""Stands for the fields of a body that says nothing about them, such as a dict."""
MAX_SCHEMAS = 200
"""How many parts of one body's schema are looked at."""
UNTYPED = "untyped"
"""Stands for the path's parameters that have no type."""
_MEDIA = {
    "application/json": "json",
    "application/x-www-form-urlencoded": "form",
    "multipart/form-data": "form",
}


def contract(openapi: Any) -> Contract:
    """``{"GET /models": {"query": ["limit", "skip"]}}`` for each operation."""
    found: Contract = {}
    for path, operations in _dict(_dict(openapi).get("paths")).items():
        for method, operation in _dict(operations).items():
            found[f"{method.upper()} {path}"] = _takes(_dict(operation), _dict(openapi))
    return found


def untyped(openapi: Any, method: str, path: str) -> list[str]:
    """The parameters of an operation whose schema says nothing: they have no type."""
    operation = _dict(_dict(_dict(_dict(openapi).get("paths")).get(path)).get(method.lower()))
    found = [_dict(parameter) for parameter in operation.get("parameters") or ()]
    return [str(p.get("name")) for p in found if _says_nothing(p)]


def _says_nothing(parameter: dict[str, Any]) -> bool:
    return not set(_dict(parameter.get("schema"))) - {"title"}


def _takes(operation: dict[str, Any], openapi: dict[str, Any]) -> dict[str, list[str]]:
    takes: dict[str, list[str]] = {}
    for parameter in operation.get("parameters") or ():
        takes.setdefault(str(parameter.get("in")), []).append(str(parameter.get("name")))
        if parameter.get("in") == "path" and _says_nothing(parameter):
            takes.setdefault(UNTYPED, []).append(str(parameter.get("name")))
    for media, body in _dict(_dict(operation.get("requestBody")).get("content")).items():
        kind = _MEDIA.get(media, "json")
        fields = _fields(_dict(body).get("schema"), openapi)
        for name, schema in fields.items():
            takes.setdefault("file" if _is_file(schema) else kind, []).append(name)
        if not fields:
            takes.setdefault(kind, []).append(ANY)
    return {kind: sorted(set(names)) for kind, names in takes.items()}


def _fields(schema: Any, openapi: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object, through references and alternatives (``Model | None``)."""
    found: dict[str, Any] = {}
    waiting = [schema]
    for _ in range(MAX_SCHEMAS):  # a document may be made to have no end
        if not waiting:
            break
        part = _resolved(waiting.pop(0), openapi)
        found |= _dict(part.get("properties"))
        for key in ("anyOf", "oneOf", "allOf"):
            waiting += list(part.get(key) or ())[:MAX_SCHEMAS]
    return found


def _resolved(schema: Any, openapi: dict[str, Any]) -> dict[str, Any]:
    reference = str(_dict(schema).get("$ref", ""))
    if not reference:
        return _dict(schema)
    name = reference.rpartition("/")[2]
    return _dict(_dict(_dict(openapi.get("components")).get("schemas")).get(name))


def _is_file(schema: Any) -> bool:
    schema = _dict(schema)
    parts = [schema, _dict(schema.get("items")), *map(_dict, schema.get("anyOf") or ())]
    return any(p.get("contentMediaType") or p.get("format") == "binary" for p in parts)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def misplaced(
    wanted: Contract, theirs: Contract, operation: str, sent: Collection[str] | None = None
) -> str:
    """The next step for the first parameter that is elsewhere or missing, or "".

    Args:
        sent: the names that our request carried. One that it did not carry and that is
            just not there yet is no reason for this failure; None takes every name.
    """
    key = _same(wanted, operation)
    other = _same(theirs, operation)
    if not key or not other:
        return ""
    takes = theirs[other]
    number = next((name for name in takes.get(UNTYPED, ()) if name.endswith("id")), "")
    if number:
        return f"give `{number}` its type, {number}: int; without one it stays text"
    for kind, names in wanted[key].items():
        away = {name: found for name in names if (found := _elsewhere(takes, name, kind))}
        if away:
            look = LOOKS[next(iter(away.values()))]
            return f"{TAKE[kind].format(_listed(list(away)))}; your app looks {look}"
        there = {name for taken in takes.values() for name in taken}
        gone = [n for n in names if n not in there and (sent is None or n in sent)]
        if gone and _lists(takes, kind, wanted[key]):
            return TAKE[kind].format(_listed(gone))
    return ""


def _elsewhere(takes: dict[str, list[str]], name: str, kind: str) -> str:
    """The part that the name is taken from, when that is another one than ``kind``."""
    found = [other for other in takes if name in takes[other]]
    return found[0] if found and kind not in found else ""


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _lists(takes: dict[str, list[str]], kind: str, wanted: dict[str, list[str]]) -> bool:
    """Whether a name that is not in ``takes`` is surely not taken.

    A function may read a body by itself, as a plain dict or from the Request, and then
    OpenAPI has no names; one whose fields are all others holds ours one level deeper.
    """
    if kind in {"query", "header", "cookie"}:
        return True
    return kind != "path" and bool(set(takes.get(kind, ())) & set(wanted[kind]))


def _same(contract: Contract, operation: str) -> str:
    """The operation with this method whose path has the same shape."""
    method, _, path = operation.partition(" ")
    shape = _shape(path)
    for key in contract:
        if key.startswith(f"{method} ") and _shape(key.partition(" ")[2]) == shape:
            return key
    return ""


def _shape(path: str) -> list[str]:
    return ["{}" if part.startswith("{") else part for part in path.split("/")]
