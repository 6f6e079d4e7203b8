"""One source for stub and solution: the marked regions of a solution file.

A solution under ``solutions/`` is ordinary Python in which the code of a step stands
between two markers, and the lines that the learner starts from stand in front of it::

    # region 1.1
    #| # TODO 1.1: name the app
    #| app = FastAPI()
    #|? The docs show the title to everybody who uses the app.
    app = FastAPI(title="Model Hub")
    # endregion

``#| `` lines are the stub, ``#|? `` lines say why our code does it so, every other line of
the region is the solution. The stub keeps the ``# region`` lines (editors fold them,
``course reset 1.1`` finds them); the solution that a learner is shown has none of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from checker.errors import CourseFault

_START = re.compile(r"^(?P<indent>[ \t]*)# region (?P<step>\d+\.\d+)\b.*$")
_END = re.compile(r"^[ \t]*# endregion\b.*$")
_STUB = re.compile(r"^[ \t]*#\|(?: (?P<text>.*))?$")
_WHY = re.compile(r"^[ \t]*#\|\? (?P<text>.+)$")


@dataclass(frozen=True)
class Region:
    """The code of one step in one place of a file.

    ``start`` and ``end`` are the 1-based lines of its two markers; ``lines`` are the
    lines between them.
    """

    step: str
    indent: str
    start: int
    end: int
    lines: tuple[str, ...]

    @cached_property
    def stub(self) -> tuple[str, ...]:
        """What the learner starts from."""
        found = (_STUB.match(line) for line in self.lines)
        texts = [match["text"] or "" for match in found if match]
        return tuple((self.indent + text).rstrip() for text in texts)

    @cached_property
    def solution(self) -> tuple[str, ...]:
        """Our answer, without the stub lines and without blank lines around it."""
        marked = (_STUB, _WHY)
        return _trim([line for line in self.lines if not any(m.match(line) for m in marked)])

    @cached_property
    def why(self) -> str:
        """Why our answer does it so, or ""."""
        found = (_WHY.match(line) for line in self.lines)
        return " ".join(match["text"].strip() for match in found if match)


def _trim(lines: list[str]) -> tuple[str, ...]:
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return tuple(lines)


class MarkedFile:
    """A file whose steps are marked, split into plain lines and regions.

    Args:
        text: the whole file.
        name: how to call the file in an error.

    Raises:
        CourseFault: a marker without its partner, naming file and line.
    """

    def __init__(self, text: str, name: str = "<text>") -> None:
        self.text = text
        self.name = name
        self.parts: tuple[str | Region, ...] = tuple(_split(text, name))

    @property
    def regions(self) -> tuple[Region, ...]:
        return tuple(part for part in self.parts if isinstance(part, Region))

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that have a region here, each once, in order of appearance."""
        return tuple(dict.fromkeys(region.step for region in self.regions))

    def of(self, step: str) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.step == step)

    def stub(self, solved: Collection[str] = ()) -> str:
        """The learner's file: markers kept, steps in ``solved`` answered by us."""
        replacements = {
            step: [r.solution if step in solved else r.stub for r in self.of(step)]
            for step in self.steps
        }
        return self.with_regions(replacements)

    def clean(self) -> str:
        """The solution as a learner is shown it: no markers, no stub lines, no reasons."""
        out: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                if not (out and not part.strip() and out[-2:] == ["", ""]):
                    out.append(part)
            else:
                out.extend(part.solution)
        return "\n".join(out).rstrip() + "\n"

    def with_regions(self, lines: Mapping[str, list[tuple[str, ...]]]) -> str:
        """The file with the regions of the given steps filled with these lines.

        ``lines[step]`` has one tuple of lines for each region of the step, in order.
        Steps that are not named keep what they have. Markers stay.
        """
        waiting = {step: list(bodies) for step, bodies in lines.items()}
        out: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                out.append(part)
                continue
            body = waiting[part.step].pop(0) if waiting.get(part.step) else part.lines
            out += [f"{part.indent}# region {part.step}", *body, f"{part.indent}# endregion"]
        return "\n".join(out) + ("\n" if self.text.endswith("\n") else "")


def _split(text: str, name: str) -> Iterator[str | Region]:
    opened: tuple[re.Match[str], int, list[str]] | None = None
    number = 0
    for number, line in enumerate(text.split("\n")[: -1 if text.endswith("\n") else None], 1):
        start = _START.match(line)
        if opened is None:
            if start:
                opened = (start, number, [])
            elif _END.match(line):
                raise CourseFault(f"{name}:{number}: '# endregion' without a '# region'")
            else:
                yield line
        elif start:
            raise CourseFault(f"{name}:{number}: '# region' inside the one of line {opened[1]}")
        elif _END.match(line):
            head, first, body = opened
            yield Region(head["step"], head["indent"], first, number, tuple(body))
            opened = None
        else:
            opened[2].append(line)
    if opened is not None:
        raise CourseFault(f"{name}:{opened[1]}: '# region' without an '# endregion'")
