"""What an app takes from a request, read from its OpenAPI, and how two apps differ.

The solution's contract is written beside it as ``contract.json`` (``course dev
stubs``), so that nothing of the solution itself has to run when a learner's check fails.
"""

from __future__ import annotations

from typing import Any

Contract = dict[str, dict[str, list[str]]]
KINDS = {
    "query": "a query parameter",
    "path": "part of the path",
    "header": "a header",
    "json": "a field of the JSON body",
    "form": "a form field",
    "cookie": "a cookie",
}
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
        fields = _dict(_schema(_dict(body).get("schema"), openapi).get("properties"))
        takes.setdefault(_MEDIA.get(media, "json"), []).extend(map(str, fields))
    return {kind: sorted(set(names)) for kind, names in takes.items()}


def _schema(schema: Any, openapi: dict[str, Any]) -> dict[str, Any]:
    reference = str(_dict(schema).get("$ref", ""))
    if not reference:
        return _dict(schema)
    name = reference.rpartition("/")[2]
    return _dict(_dict(_dict(openapi.get("components")).get("schemas")).get(name))


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def misplaced(wanted: Contract, theirs: Contract, operation: str) -> str:
    """One sentence about the first parameter that is missing or elsewhere, or ""."""
    key = _same(wanted, operation)
    other = _same(theirs, operation)
    if not key or not other:
        return ""
    where = {name: kind for kind, names in theirs[other].items() for name in names}
    for kind, names in wanted[key].items():
        for name in names:
            found = where.get(name)
            if found is None and kind != "path":
                return f"your route takes no `{name}`: this step wants it as {KINDS[kind]}"
            if found is not None and found != kind:
                return f"`{name}` is {KINDS[found]} in your app: this step wants {KINDS[kind]}"
    return ""


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
