"""What an app takes from a request, read from its OpenAPI, and how two apps differ.

The solution's contract is written beside it as ``contract.json`` (``course dev
stubs``), so that nothing of the solution itself has to run when a learner's check fails.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Contract = dict[str, dict[str, list[str]]]
KINDS = {
    "query": "a query parameter",
    "path": "part of the path",
    "header": "a header",
    "json": "a field of the JSON body",
    "form": "a form field",
    "file": "a file",
    "cookie": "a cookie",
}
TAKE = {
    "query": "take `{}` from the query: a plain type such as int or str, or Query()",
    "path": "take `{0}` from the path: write {{{0}}} in it",
    "header": "take `{}` from the headers: Header()",
    "json": "take `{}` from the JSON body: as a field of a Pydantic model",
    "form": "take `{}` from the form: Annotated[str, Form()]",
    "file": "take `{}` as a file: give it the type UploadFile",
    "cookie": "take `{}` from the cookies: Cookie()",
}
ANY = "*"
"""Stands for the fields of a body that says nothing about them, such as a dict."""
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


def _takes(operation: dict[str, Any], openapi: dict[str, Any]) -> dict[str, list[str]]:
    takes: dict[str, list[str]] = {}
    for parameter in operation.get("parameters") or ():
        takes.setdefault(str(parameter.get("in")), []).append(str(parameter.get("name")))
    for media, body in _dict(_dict(operation.get("requestBody")).get("content")).items():
        kind = _MEDIA.get(media, "json")
        fields = _fields(_dict(body).get("schema"), openapi)
        for name, schema in fields.items():
            takes.setdefault("file" if _is_file(schema) else kind, []).append(name)
        if not fields:
            takes.setdefault(kind, []).append(ANY)
    return {kind: sorted(set(names)) for kind, names in takes.items()}


def _fields(schema: Any, openapi: dict[str, Any], depth: int = 5) -> dict[str, Any]:
    """The fields of an object, through references and alternatives (``Model | None``)."""
    if depth == 0:
        return {}
    schema = _resolved(schema, openapi)
    found = dict(_dict(schema.get("properties")))
    for key in ("anyOf", "oneOf", "allOf"):
        for part in schema.get(key) or ():
            found |= _fields(part, openapi, depth - 1)
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
    for kind, names in wanted[key].items():
        for name in names:
            found = next((k for k in takes if name in takes[k]), None)
            if found is not None and name not in takes.get(kind, ()):
                return f"{TAKE[kind].format(name)}; in your app it is {KINDS[found]}"
            told = sent is None or name in sent
            if found is None and told and _lists(takes, kind, wanted[key]):
                return f"your route takes no `{name}` yet: {TAKE[kind].format(name)}"
    return ""


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
