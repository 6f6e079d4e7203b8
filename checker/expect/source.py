"""What a learner's source says of itself, read as a tree and never run.

Each function takes the text of a file; one that Python cannot read says nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import lru_cache

from checker.syntax import tree

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(maxsize=16)
def _tree(text: str) -> ast.Module:
    return tree(text) or ast.Module([], [])


def applications(text: str) -> list[int]:
    """The lines at the top level that make ``app`` with a call of ``FastAPI(…)``."""
    return [
        statement.value.lineno
        for statement in _tree(text).body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(statement.value, ast.Call)
        and _last(statement.value.func) == "FastAPI"
        and "app" in map(_last, _targets(statement))
    ]


def slashless(text: str, line: int) -> tuple[str, str]:
    """The path without a slash in front in the call at a line: its keyword, and the path.

    The keyword is "" for a path that has none; both are "" when there is no such path.
    """
    for call in _calls(text):
        if call.lineno <= line <= (call.end_lineno or 0):
            for name, value in _paths(call):
                path = value.value if isinstance(value, ast.Constant) else None
                if isinstance(path, str) and path[:1] not in {"", "/"}:
                    return name, path[:60]
    return "", ""


def uncalled(text: str, line: int, given: Collection[str]) -> str:
    """A function that the function at a line returns, and does not call; "" if there is none.

    ``Depends(name)`` when it returns a parameter whose default is a function: that is
    what was meant.

    Args:
        given: names such as ``store.get`` that are functions elsewhere.
    """
    known = {*functions(text), *given}
    function = _function(text, line)
    defaults = {name: other for name, other in _defaults(function).items() if other in known}
    for returned in _returned(function):
        for part in [returned, *(returned.values if isinstance(returned, ast.Dict) else ())]:
            name = _dotted(part)
            if name in defaults:
                return f"Depends({defaults[name]})"
            if name in known:
                return name
    return ""


def _defaults(function: ast.AST | None) -> dict[str, str]:
    """The parameters whose default is a name, each with that name."""
    if not isinstance(function, _FUNCTIONS):
        return {}
    given = function.args
    plain = [*given.posonlyargs, *given.args]
    pairs = [*zip(plain[len(plain) - len(given.defaults) :], given.defaults, strict=True)]
    pairs += [(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d]
    return {parameter.arg: _dotted(default) for parameter, default in pairs}


def called_as_default(text: str, line: int, name: str) -> bool:
    """Whether a call of ``name`` at a line is the default of a parameter."""
    functions = (part for part in ast.walk(_tree(text)) if isinstance(part, _FUNCTIONS))
    defaults = (d for f in functions for d in (*f.args.defaults, *f.args.kw_defaults))
    calls = [d for d in defaults if isinstance(d, ast.Call) and d.lineno == line]
    return any(_last(call.func) == name for call in calls)


def lifespan(text: str) -> int | None:
    """The line of the function that is given to FastAPI(lifespan=…), or of the call itself."""
    for call in _calls(text):
        for keyword in call.keywords:
            if _last(call.func) == "FastAPI" and keyword.arg == "lifespan":
                name = _last(keyword.value)
                mine = [p for p in _tree(text).body if isinstance(p, _FUNCTIONS) and p.name == name]
                return mine[-1].lineno if mine else keyword.value.lineno
    return None


def yields(text: str, line: int) -> int:
    """The first `yield` of the function at a line; the line itself if there is none."""
    parts = ast.walk(_function(text, line) or ast.Module([], []))
    return min((p.lineno for p in parts if isinstance(p, ast.Yield)), default=line)


def unawaited(text: str, name: str) -> int | None:
    """The first line that calls ``name`` (its last part) and lets go of what it gives.

    Only in an ``async def``, where an ``await`` could stand in front.
    """
    lines = [c.lineno for c in _loose_calls(_tree(text)) if _last(c.func) == name]
    return min(lines, default=None)


def _loose_calls(tree: ast.Module) -> Iterator[ast.Call]:
    """The calls that are statements of an ``async def``, each found in one walk over all."""
    left: list[tuple[ast.AST, bool]] = [(tree, False)]
    while left:
        part, waits = left.pop()
        if isinstance(part, ast.AsyncFunctionDef | ast.FunctionDef | ast.Lambda):
            waits = isinstance(part, ast.AsyncFunctionDef)
        if waits and isinstance(part, ast.Expr) and isinstance(part.value, ast.Call):
            yield part.value
        left += [(child, waits) for child in ast.iter_child_nodes(part)]


def called(text: str, names: Collection[str]) -> int | None:
    """The first line that calls one of these, as ``clock()`` or with something in front.

    A name with a dot in front, such as ``.time``, is only meant without anything there.
    """
    for call in _calls(text):
        bare = isinstance(call.func, ast.Name)
        if _last(call.func) in names or (bare and f".{_last(call.func)}" in names):
            return call.lineno
    return None


def breakpoints(text: str) -> list[int]:
    """The lines that stop for a debugger: breakpoint() or pdb.set_trace()."""
    return sorted(c.lineno for c in _calls(text) if _last(c.func) in {"breakpoint", "set_trace"})


def functions(text: str) -> list[str]:
    """The names of the functions at the top level."""
    return [part.name for part in _tree(text).body if isinstance(part, _FUNCTIONS)]


def _calls(text: str) -> Iterator[ast.Call]:
    return (part for part in ast.walk(_tree(text)) if isinstance(part, ast.Call))


def _paths(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """What may be a path among a call's arguments, each with its keyword."""
    yield from (("", argument) for argument in call.args[:1])
    for keyword in call.keywords:
        if keyword.arg and (keyword.arg in {"path", "prefix"} or keyword.arg.endswith("_url")):
            yield keyword.arg, keyword.value


def _function(text: str, line: int) -> ast.AST | None:
    """The innermost function that a line is in; its decorators count."""
    found = None
    for part in ast.walk(_tree(text)):
        if isinstance(part, _FUNCTIONS):
            first = min([part.lineno, *(d.lineno for d in part.decorator_list)])
            if first <= line <= (part.end_lineno or 0):
                found = part
    return found


def _returned(function: ast.AST | None) -> list[ast.expr]:
    parts = ast.walk(function) if function is not None else ()
    return [part.value for part in parts if isinstance(part, ast.Return) and part.value]


def _targets(statement: ast.Assign | ast.AnnAssign) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else [statement.target]


def _last(part: ast.AST) -> str:
    """``b`` of ``a.b``, and of ``b``."""
    if isinstance(part, ast.Attribute):
        return part.attr
    return part.id if isinstance(part, ast.Name) else ""


def _dotted(part: ast.AST) -> str:
    """``a.b`` or ``b``, as it is written; "" for anything else."""
    if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
        return f"{part.value.id}.{part.attr}"
    return part.id if isinstance(part, ast.Name) else ""
