"""Routes, functions and classes of a file, found by what they are and not by where they stand."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from checker.regions import Region
from checker.syntax import tree

_METHODS = {"get", "post", "put", "patch", "delete", "head", "options", "trace"}


@dataclass(frozen=True)
class Definition:
    """One of them: ``name`` is such as ``GET /models`` or ``Settings``; ``start`` counts from 1."""

    name: str
    start: int
    lines: tuple[str, ...]


def definitions(text: str) -> list[Definition]:
    """Those at the top of a file; none where Python cannot read it."""
    read = tree(text)
    body = read.body if read else []
    lines = text.split("\n")
    return [
        Definition(_name(node), start, tuple(lines[start - 1 : node.end_lineno]))
        for node in body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for start in [min(part.lineno for part in (node, *node.decorator_list))]
    ]


def _name(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """A route is known by method and path, whatever its function is called."""
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.args:
            path = call.args[0]
            value = path.value if isinstance(path, ast.Constant) else None
            if call.func.attr in _METHODS and isinstance(value, str):
                return f"{call.func.attr.upper()} {value}"
    return node.name


def names(lines: Sequence[str]) -> set[str]:
    """What some lines define."""
    return {found.name for found in definitions(textwrap.dedent("\n".join(lines)))}


def within(text: str, region: Region) -> list[Definition]:
    """What a file defines inside of a region."""
    return [d for d in definitions(text) if region.start < d.start < region.end]


def moved(text: str, region: Region, wanted: Sequence[str]) -> list[Definition]:
    """What is wanted in a region, is not there, and stands elsewhere in the file.

    Args:
        text: the learner's file.
        wanted: our lines for the region.
    """
    inside = within(text, region)
    missing = names(wanted) - {d.name for d in inside}
    return [d for d in definitions(text) if d.name in missing and d not in inside]
