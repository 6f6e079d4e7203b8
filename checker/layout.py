"""A TODO's words, laid out for a terminal: as they are written, as far as it is wide enough.

A TODO is short prose and lists of ``word   explanation``, whose explanations may go on below
themselves, and have lists inside of them. Each of these lines stays a line of its own. Only
what does not fit is wrapped, behind its column where there is room for that, else (on a
narrow terminal) behind an indent that still shows what belongs to what.
"""

from __future__ import annotations

import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_ITEM = re.compile(r"(?P<label>(?:[A-Z]+ +(?=/))?\S+(?: \S+)*) {2,}(?P<text>\S.*)")
_ENDS = (".", ":", "}")
_WRITTEN = 78
"""Columns that a TODO has; where the next word had room in them, a line ends on purpose."""
_COLUMN = 30
"""Columns that an explanation needs beside its word."""


@dataclass(frozen=True)
class _Block:
    """Lines that are one paragraph; ``hang`` is where its second line begins."""

    indent: int
    label: str
    column: int
    hang: int
    texts: tuple[str, ...]

    @property
    def written(self) -> list[str]:
        """As it is in the file."""
        first = (" " * self.indent + self.label).ljust(self.column) + self.texts[0]
        return [first, *(" " * self.hang + text for text in self.texts[1:])]

    def goes_on(self, indent: int, text: str) -> bool:
        """Whether a line below belongs to this paragraph."""
        if len(self.texts) > 1 or not self.label:
            inside = indent == self.hang
        else:
            inside = self.indent < indent <= self.column
        last = self.written[-1]
        room = len(last) + 1 + len(text.split()[0]) <= _WRITTEN
        return inside and not room and not last.endswith(_ENDS)

    def with_line(self, indent: int, text: str) -> _Block:
        return _Block(self.indent, self.label, self.column, indent, (*self.texts, text))


def lay(lines: Iterable[str], width: int) -> list[str]:
    """The lines as they fit into ``width`` columns."""
    blocks = _blocks(lines)
    if any(_is_tight(block, width) for block in blocks):
        return [line for depth, block in _nested(blocks) for line in _close(block, depth, width)]
    return [line for block in blocks for line in _wide(block, width)]


def _blocks(lines: Iterable[str]) -> list[_Block]:
    found: list[_Block] = []
    for line in lines:
        text = line.strip()
        indent = len(line) - len(line.lstrip())
        item = _ITEM.fullmatch(text)
        if item:
            column = indent + item.start("text")
            found.append(_Block(indent, item["label"], column, column, (item["text"],)))
        elif found and found[-1].goes_on(indent, text):
            found[-1] = found[-1].with_line(indent, text)
        else:
            found.append(_Block(indent, "", indent, indent, (text,)))
    return found


def _fits(block: _Block, width: int) -> bool:
    return all(len(line) <= width for line in block.written)


def _is_tight(block: _Block, width: int) -> bool:
    return not _fits(block, width) and width - block.column < _COLUMN


def _wide(block: _Block, width: int) -> list[str]:
    """Lines that fit stay; the first that does not is wrapped, with those that go on from it."""
    lines = block.written
    fitting = list(itertools.takewhile(lambda line: len(line) <= width, lines))
    if len(fitting) == len(lines):
        return lines
    hang = " " * block.hang
    begin = hang if fitting else (" " * block.indent + block.label).ljust(block.column)
    return fitting + wrap(" ".join(block.texts[len(fitting) :]), width, begin, hang)


def _nested(blocks: Sequence[_Block]) -> list[tuple[int, _Block]]:
    """Each block with the number of blocks that it stands in."""
    open_: list[int] = []
    found = []
    for block in _apart(blocks):
        while open_ and block.indent <= open_[-1] + 1:  # one more, as behind a bracket
            open_.pop()
        found.append((len(open_), block))
        open_.append(block.indent)
    return found


def _apart(blocks: Sequence[_Block]) -> Iterator[_Block]:
    """An item whose explanation is the first item of another list, as two."""
    for block, below in itertools.zip_longest(blocks, blocks[1:]):
        inner = _ITEM.fullmatch(block.texts[0]) if block.label else None
        if inner and below and below.label and below.indent == block.column:
            yield _Block(block.indent, "", block.indent, block.indent, (block.label,))
            column = block.column + inner.start("text")
            yield _Block(block.column, inner["label"], column, column, (inner["text"],))
        else:
            yield block


def _close(block: _Block, depth: int, width: int) -> list[str]:
    begin = "  " * depth
    label = f"{block.label}  " if block.label else ""
    words = re.sub("^([A-Z]+) +(?=/)", r"\1 ", label + " ".join(block.texts))
    words = re.sub(" {2,}", "  ", words)
    return wrap(words, width, begin, begin + ("    " if label else "  "))


def wrap(text: str, width: int, begin: str = "", hang: str = "") -> list[str]:
    """Between words, and so that no word is left alone on the last line, where that goes."""
    found = _wrapped(text, width, begin, hang)
    for less in range(1, width // 3):
        if len(found) == 1 or " " in found[-1].strip():
            break
        other = _wrapped(text, width - less, begin, hang)
        if len(other) == len(found) and " " in other[-1].strip():
            return other
    return found


def _wrapped(text: str, width: int, begin: str, hang: str) -> list[str]:
    return textwrap.wrap(
        text, max(width, len(hang) + 10, len(begin) + 10), initial_indent=begin,
        subsequent_indent=hang, break_on_hyphens=False,
    )  # fmt: skip
