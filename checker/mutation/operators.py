"""What an operator is, and how mutants are found in a source.

An operator looks at one node of the syntax tree and gives what might stand there instead:
the small mistakes that people make in this field. See :mod:`checker.mutation.values` and
:mod:`checker.mutation.statements` for the operators themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

Change = cst.CSTNode | cst.RemovalSentinel | cst.FlattenSentinel[cst.BaseStatement]


@dataclass(frozen=True)
class Site:
    """A node and what is around it, the innermost first."""

    node: cst.CSTNode
    around: tuple[cst.CSTNode, ...]

    @property
    def parent(self) -> cst.CSTNode:
        return self.around[0]

    @property
    def place(self) -> str:
        """The names of the functions and classes around it, such as ``Page.__init__``."""
        inside = (self.node, *self.around)
        names = [n.name.value for n in inside if isinstance(n, cst.FunctionDef | cst.ClassDef)]
        return ".".join(reversed(names))


@dataclass(frozen=True)
class Mutation:
    """One changed source: what was done, in which 1-based line, and the whole new text."""

    operator: str
    place: str
    line: int
    text: str


Operator = Callable[[Site], Iterator[Change]]
_OPERATORS: list[tuple[str, tuple[type[cst.CSTNode], ...], Operator]] = []


def operator(name: str, *nodes: type[cst.CSTNode]) -> Callable[[Operator], Operator]:
    """Register a function as the operator with this name for these kinds of nodes."""

    def registered(function: Operator) -> Operator:
        _OPERATORS.append((name, nodes, function))
        return function

    return registered


def mutations(source: str, wanted: Callable[[int], bool] = lambda line: True) -> Iterator[Mutation]:
    """Every mutation of a source, each text once, from its first line to its last.

    Args:
        wanted: which 1-based lines may be changed.
    """
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    positions = wrapper.resolve(PositionProvider)
    seen = {source}
    for site in _sites(wrapper.module, ()):
        place = positions.get(site.node)
        if place is None or not wanted(place.start.line):
            continue
        for name, change in _changes(site):
            text = _changed(wrapper.module, site.node, change)
            if text not in seen and _compiles(text):
                seen.add(text)
                yield Mutation(name, site.place, place.start.line, text)


def _changes(site: Site) -> Iterator[tuple[str, Change]]:
    for name, kinds, function in _OPERATORS:
        if isinstance(site.node, kinds):
            for change in function(site):
                yield name, change


def _sites(node: cst.CSTNode, around: tuple[cst.CSTNode, ...]) -> Iterator[Site]:
    for child in node.children:
        site = Site(child, (node, *around))
        yield site
        yield from _sites(child, site.around)


class _Change(cst.CSTTransformer):
    def __init__(self, node: cst.CSTNode, change: Change) -> None:
        self._node = node
        self._change = change

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> Change:  # type: ignore[override]
        return self._change if original_node is self._node else updated_node


def _changed(module: cst.Module, node: cst.CSTNode, change: Change) -> str:
    try:
        return module.visit(_Change(node, change)).code
    except cst.CSTValidationError:
        return ""  # no Python at all


def _compiles(text: str) -> bool:
    if not text:
        return False
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True
