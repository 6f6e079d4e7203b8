"""Operators on values: numbers, names of the contract, conditions, calls, types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import libcst as cst

from checker.mutation.operators import Change, Site, operator

OTHER_STATUS = {
    200: 201, 201: 200, 202: 200, 204: 200, 400: 422, 401: 403, 403: 401, 404: 400,
    409: 400, 413: 400, 422: 400, 500: 502, 503: 500,
}  # fmt: skip
"""What people answer instead."""

LOOSER_TYPES = {"EmailStr": "str", "SecretStr": "str", "UUID4": "UUID1"}
PROSE = {"HTTPException", "ValueError", "exception", "warning", "info", "error"}
"""Calls whose texts are for people: no contract, so they may say anything."""


# -- numbers and texts ---------------------------------------------------------------------


@operator("status code", cst.Integer, cst.Attribute)
def status_codes(site: Site) -> Iterator[Change]:
    code = _status(site.node)
    if code in OTHER_STATUS:
        yield cst.Integer(str(OTHER_STATUS[code]))


def _status(node: cst.CSTNode) -> int:
    if isinstance(node, cst.Integer):
        return node.evaluated_value
    named = isinstance(node, cst.Attribute) and re.match(r"HTTP_(\d+)_", node.attr.value)
    return int(named[1]) if named else 0


@operator("limit", cst.Integer)
def limits(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Integer)
    value = site.node.evaluated_value
    if value not in OTHER_STATUS:
        yield cst.Integer(str(value + 1))
        if value:
            yield cst.Integer(str(value - 1))


@operator("text of the contract", cst.SimpleString)
def texts(site: Site) -> Iterator[Change]:
    node = site.node
    assert isinstance(node, cst.SimpleString)
    if not isinstance(site.parent, cst.Expr) and node.raw_value and not is_prose(site):
        yield node.with_changes(value=f"{node.prefix}{node.quote}{node.raw_value}x{node.quote}")


@operator("text of the contract", cst.FormattedStringText)
def formatted_texts(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.FormattedStringText)
    if isinstance(site.parent, cst.FormattedString) and not is_prose(site):
        yield site.node.with_changes(value=site.node.value + "x")


def is_prose(site: Site) -> bool:
    """Whether a text is for people: an error's detail, a line of the log."""
    inner: cst.CSTNode = site.node
    for outer in site.around:
        if isinstance(outer, cst.DictElement) and _text(outer.key) == "detail":
            return True
        if isinstance(outer, cst.Call) and called(outer) in PROSE and isinstance(inner, cst.Arg):
            return not (inner.keyword and inner.keyword.value == "headers")
        inner = outer
    return False


def _text(node: cst.CSTNode) -> object:
    return node.evaluated_value if isinstance(node, cst.SimpleString) else None


def called(call: cst.Call) -> str:
    """The last part of the name that is called."""
    func = call.func
    if isinstance(func, cst.Attribute):
        return func.attr.value
    return func.value if isinstance(func, cst.Name) else ""


# -- conditions ----------------------------------------------------------------------------

_COMPARE: dict[type[cst.BaseCompOp], tuple[type[cst.BaseCompOp], ...]] = {
    cst.LessThan: (cst.LessThanEqual, cst.GreaterThan),
    cst.LessThanEqual: (cst.LessThan, cst.GreaterThan),
    cst.GreaterThan: (cst.GreaterThanEqual, cst.LessThan),
    cst.GreaterThanEqual: (cst.GreaterThan, cst.LessThan),
    cst.Equal: (cst.NotEqual,),
    cst.NotEqual: (cst.Equal,),
    cst.Is: (cst.IsNot,),
    cst.IsNot: (cst.Is,),
    cst.In: (cst.NotIn,),
    cst.NotIn: (cst.In,),
}
_ARITHMETIC: dict[type[cst.BaseBinaryOp], type[cst.BaseBinaryOp]] = {
    cst.Add: cst.Subtract,
    cst.Subtract: cst.Add,
    cst.Multiply: cst.Add,
}


@operator("comparison", *_COMPARE)
def comparisons(site: Site) -> Iterator[Change]:
    for other in _COMPARE[type(site.node)]:  # type: ignore[index]
        yield other()


@operator("arithmetic", *_ARITHMETIC)
def arithmetic(site: Site) -> Iterator[Change]:
    yield _ARITHMETIC[type(site.node)]()  # type: ignore[index]


@operator("boolean", cst.Name)
def booleans(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Name)
    if site.node.value in {"True", "False"}:
        yield cst.Name("False" if site.node.value == "True" else "True")


@operator("condition", cst.UnaryOperation)
def no_not(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.UnaryOperation)
    if isinstance(site.node.operator, cst.Not):
        yield _closed(site.node.expression)


@operator("condition", cst.BooleanOperation)
def half_a_condition(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.BooleanOperation)
    yield _closed(site.node.left)
    yield _closed(site.node.right)


@operator("condition", cst.IfExp)
def one_way(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.IfExp)
    yield _closed(site.node.body)
    yield _closed(site.node.orelse)


@operator("condition", cst.If)
def other_condition(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.If)
    if not isinstance(site.node.test, cst.Comparison | cst.UnaryOperation):
        test = cst.UnaryOperation(cst.Not(), _closed(site.node.test))
        yield site.node.with_changes(test=test)


@operator("condition", cst.CompIf)
def no_filter(site: Site) -> Iterator[Change]:
    yield cst.RemoveFromParent()


def _closed(node: cst.BaseExpression) -> cst.BaseExpression:
    if node.lpar or isinstance(node, cst.Name | cst.Call | cst.Attribute | cst.SimpleString):
        return node
    return node.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


# -- calls and collections -----------------------------------------------------------------


@operator("no await", cst.Await)
def no_await(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Await)
    yield _closed(site.node.expression)


@operator("argument left out", cst.Arg)
def arguments(site: Site) -> Iterator[Change]:
    node = site.node
    assert isinstance(node, cst.Arg)
    if node.keyword and isinstance(site.parent, cst.Call) and node.keyword.value != "detail":
        yield cst.RemoveFromParent()


@operator("arguments swapped", cst.Call)
def swapped(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Call)
    args = site.node.args
    plain = [a for a in args if not a.keyword and not a.star]
    if len(args) == len(plain) == 2 and called(site.node) not in PROSE:
        first, second = args
        yield site.node.with_changes(
            args=[first.with_changes(value=second.value), second.with_changes(value=first.value)]
        )


@operator("call left out", cst.Call)
def unwrapped(site: Site) -> Iterator[Change]:
    """``hash_password(x)`` becomes ``x``, and ``query.where(…)`` becomes ``query``."""
    node = site.node
    assert isinstance(node, cst.Call)
    func = node.func
    if isinstance(func, cst.Attribute) and (isinstance(func.value, cst.Call) or not node.args):
        yield func.value
        return
    only = node.args[0] if len(node.args) == 1 else None
    useful = called(node) not in PROSE and not isinstance(site.parent, cst.Decorator)
    if only and useful and not only.keyword and not only.star:
        yield _closed(only.value)


@operator("part left out", cst.DictElement, cst.Element)
def parts(site: Site) -> Iterator[Change]:
    """An entry of a dict, list or tuple: a header, a method, a caught exception."""
    if not is_prose(site):
        yield cst.RemoveFromParent()


@operator("slice", cst.Slice)
def slices(site: Site) -> Iterator[Change]:
    yield site.node.with_changes(lower=None)
    yield site.node.with_changes(upper=None)


@operator("widened", cst.List)
def widened(site: Site) -> Iterator[Change]:
    """An algorithm more, and everything for what CORS allows."""
    assert isinstance(site.node, cst.List)
    if any(_text(e.value) == "HS256" for e in site.node.elements):
        more = cst.Element(cst.SimpleString('"HS512"'))
        yield site.node.with_changes(elements=[*site.node.elements, more])
    keyword = site.parent.keyword if isinstance(site.parent, cst.Arg) else None
    if keyword and keyword.value.startswith("allow_"):
        yield site.node.with_changes(elements=[cst.Element(cst.SimpleString('"*"'))])


@operator("other algorithm", cst.SimpleString)
def algorithm(site: Site) -> Iterator[Change]:
    if _text(site.node) == "HS256":
        yield cst.SimpleString('"HS512"')


# -- types ---------------------------------------------------------------------------------


@operator("looser type", cst.Annotation, cst.SubscriptElement)
def looser(site: Site) -> Iterator[Change]:
    inner = site.node.slice if isinstance(site.node, cst.SubscriptElement) else site.node
    name = inner.annotation if isinstance(inner, cst.Annotation) else None
    name = inner.value if isinstance(inner, cst.Index) else name
    if isinstance(name, cst.Name) and name.value in LOOSER_TYPES:
        yield site.node.deep_replace(name, cst.Name(LOOSER_TYPES[name.value]))


@operator("no None", cst.BinaryOperation)
def no_none(site: Site) -> Iterator[Change]:
    node = site.node
    assert isinstance(node, cst.BinaryOperation)
    if isinstance(node.right, cst.Name) and node.right.value == "None":
        yield node.left


@operator("taken out of Annotated", cst.Subscript)
def annotated(site: Site) -> Iterator[Change]:
    """``Annotated[T, Depends(f)]`` becomes ``T``."""
    node = site.node
    assert isinstance(node, cst.Subscript)
    if not (isinstance(node.value, cst.Name) and node.value.value == "Annotated"):
        return
    for number in range(1, len(node.slice)):
        kept = _without(node.slice, number)
        only = kept[0].slice
        if len(kept) == 1 and isinstance(only, cst.Index):
            yield only.value
        else:
            yield node.with_changes(slice=kept)


def _without(parts: Sequence[cst.SubscriptElement], number: int) -> list[cst.SubscriptElement]:
    kept = [part for index, part in enumerate(parts) if index != number]
    return [*kept[:-1], kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]


@operator("no default", cst.Param)
def no_default(site: Site) -> Iterator[Change]:
    assert isinstance(site.node, cst.Param)
    if site.node.default is not None:
        yield site.node.with_changes(default=None, equal=cst.MaybeSentinel.DEFAULT)
