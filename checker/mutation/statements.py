"""Operators on statements: what is removed, what is not caught, who waits for whom."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst
import libcst.matchers as m

from checker.mutation.operators import Change, Site, operator

_NOTHING = cst.SimpleStatementLine([cst.Pass()])
_JSON = {"dict", "list", "str", "int", "float", "bool", "None", "Any"}
_IDLE = (cst.Import, cst.ImportFrom, cst.Pass, cst.Nonlocal, cst.Return)


@operator("statement left out", cst.SimpleStatementLine)
def statements(site: Site) -> Iterator[Change]:
    """A call, an assignment, a field of a class, a raise."""
    assert isinstance(site.node, cst.SimpleStatementLine)
    first = site.node.body[0]
    if not isinstance(first, _IDLE) and not m.matches(first, m.Expr(m.SimpleString())):
        yield _NOTHING


@operator("statement left out", cst.If)
def no_if(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.If)
    if site.node.orelse is None:
        yield _NOTHING


@operator("nothing returned", cst.Return)
def nothing_returned(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Return)
    if site.node.value is not None and not m.matches(site.node.value, m.Name("None")):
        yield cst.Return(cst.Name("None"))


@operator("no decorator", cst.Decorator)
def decorators(site: Site) -> Iterator[Change]:
    yield cst.RemoveFromParent()


@operator("no default", cst.AnnAssign)
def field_defaults(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.AnnAssign)
    if site.node.value is not None:
        yield site.node.with_changes(value=None, equal=cst.MaybeSentinel.DEFAULT)


# -- exceptions and clean-up ---------------------------------------------------------------


@operator("no finally", cst.Try)
def no_finally(site: Site) -> Iterator[Change]:
    """The clean-up only runs when nothing was raised."""
    assert isinstance(site.node, cst.Try)
    if site.node.finalbody is not None and not site.node.handlers:
        yield cst.FlattenSentinel([*_lines(site.node.body), *_lines(site.node.finalbody.body)])


@operator("no with", cst.With)
def no_with(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.With)
    if all(item.asname is None for item in site.node.items):
        yield cst.FlattenSentinel(_lines(site.node.body))


def _lines(block: cst.BaseSuite) -> list[cst.BaseStatement]:
    return [line for line in block.body if isinstance(line, cst.BaseStatement)]


@operator("other exception", cst.ExceptHandler)
def other_exception(site: Site) -> Iterator[Change]:
    """Nothing is caught any more, or everything is."""
    assert isinstance(site.node, cst.ExceptHandler)
    for name in ("ZeroDivisionError", "Exception"):
        yield site.node.with_changes(type=cst.Name(name))


# -- functions and classes -----------------------------------------------------------------


@operator("def and async def", cst.FunctionDef)
def other_kind(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.FunctionDef)
    kind = None if site.node.asynchronous else cst.Asynchronous()
    yield site.node.with_changes(asynchronous=kind)


@operator("no return type", cst.FunctionDef)
def no_return_type(site: Site) -> Iterator[Change]:
    """Of a route; types that are plain JSON filter nothing, so these may well be missing."""
    assert isinstance(site.node, cst.FunctionDef)
    if site.node.decorators and site.node.returns is not None:
        found = m.findall(site.node.returns, m.Name())
        names = {node.value for node in found if isinstance(node, cst.Name)}
        if names - _JSON:
            yield site.node.with_changes(returns=None)


@operator("no base class", cst.ClassDef)
def no_base(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.ClassDef)
    if site.node.bases:
        yield site.node.with_changes(bases=[])
