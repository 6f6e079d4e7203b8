"""The learner's code beside ours, place by place, and why ours does it so."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.curriculum import Lesson
from checker.definitions import moved, names, within
from checker.errors import CourseFault
from checker.regions import MarkedFile, Region

Lines = tuple[str, ...]
CONTEXT = 3
"""Lines that are shown around a difference."""


@dataclass(frozen=True)
class Row:
    """One line of each side. ``sign`` is "-" or "+" where the sides differ, else " "."""

    yours: str
    ours: str
    signs: tuple[str, str] = (" ", " ")


GAP = Row("…", "…")
"""Lines that are left out, because they are the same."""


@dataclass(frozen=True)
class Comparison:
    """One place of one file; ``step`` is "" where it belongs to no step.

    ``elsewhere`` are the lines (from 1) at which parts of the learner's code begin that stand
    outside of the step's region.
    """

    file: str
    step: str
    yours: Lines
    ours: Lines
    whys: Lines = ()
    elsewhere: tuple[int, ...] = ()

    @property
    def same(self) -> bool:
        return self.yours == self.ours

    @property
    def unified(self) -> list[str]:
        """The lines of a unified diff from the learner's code to ours."""
        return list(
            difflib.unified_diff(
                self.yours, self.ours, f"yours/{self.file}", f"ours/{self.file}", lineterm=""
            )
        )

    @property
    def rows(self) -> list[Row]:
        """Both sides, line by line, as they stand beside each other."""
        matcher = difflib.SequenceMatcher(None, self.yours, self.ours, autojunk=False)
        found: list[Row] = []
        for group in matcher.get_grouped_opcodes(CONTEXT):
            found += [GAP] if found else []
            for tag, i, i2, j, j2 in group:
                found += _rows(self.yours[i:i2], self.ours[j:j2], tag == "equal")
        return found


def _rows(yours: Lines, ours: Lines, equal: bool) -> Iterator[Row]:
    for left, right in itertools.zip_longest(yours, ours):
        signs = (" " if equal or left is None else "-", " " if equal or right is None else "+")
        yield Row(left or "", right or "", signs)


def compare(lesson: Lesson, texts: Mapping[str, str], step: str = "") -> list[Comparison]:
    """The learner's files, by name, and ours: of one step, or of the whole lesson.

    A file without its markers is compared as a whole.
    """
    files = [name for name, _ in lesson.sources(step)] if step else lesson.files
    found: list[Comparison] = []
    for name in files:
        ours = lesson.marked(name)
        theirs = _marked(texts[name])
        if theirs is None or _steps(theirs, step) != _steps(ours, step):
            found.append(_whole(name, theirs.clean() if theirs else texts[name], ours, step))
        else:
            pairs = zip(_regions(theirs, step), _regions(ours, step), strict=True)
            places = [_place(name, *pair, theirs, ours) for pair in pairs]
            found += places
            found += [] if step else _outside(name, theirs, ours, places)
    return [place for place in found if place.yours or place.ours]


def whys(regions: Iterable[Region]) -> Lines:
    """The reasons of some regions, each with its step in front."""
    return tuple(f"{region.step}: {region.why}" for region in regions if region.why)


def _marked(text: str) -> MarkedFile | None:
    try:
        return MarkedFile(text)
    except CourseFault:
        return None


def _regions(marked: MarkedFile, step: str) -> tuple[Region, ...]:
    return marked.of(step) if step else marked.regions


def _steps(marked: MarkedFile, step: str) -> list[str]:
    return [region.step for region in _regions(marked, step)]


def _place(
    name: str, theirs: Region, ours: Region, marked: MarkedFile, solution: MarkedFile
) -> Comparison:
    """One region, with what the learner wrote elsewhere for it, and without what is another's.

    The words of the TODO are no difference.
    """
    todo = {line for line in ours.stub if line.lstrip().startswith("#")}
    foreign = _foreign(theirs, ours, marked, solution)
    yours = _trim([line for line in theirs.lines if line not in todo | foreign])
    parts = moved(marked.text, theirs, ours.solution)
    lines = [yours] * bool(yours) + [part.lines for part in parts]
    joined = _trim(list(itertools.chain.from_iterable(("", "", *part) for part in lines)))
    why = (ours.why,) if ours.why else ()
    return Comparison(name, ours.step, joined, ours.solution, why, tuple(p.start for p in parts))


def _foreign(theirs: Region, ours: Region, marked: MarkedFile, solution: MarkedFile) -> set[str]:
    """Lines of a region that answer another step, and not this one."""
    own = names(ours.solution)
    others = {name for region in solution.regions for name in names(region.solution)} - own
    strays = [part for part in within(marked.text, theirs) if part.name in others]
    kept = {
        line for part in within(marked.text, theirs) if part not in strays for line in part.lines
    }
    return {line for part in strays for line in part.lines if line.strip()} - kept


def _whole(name: str, text: str, ours: MarkedFile, step: str) -> Comparison:
    regions = _regions(ours, step)
    ends = "\n\n\n".join("\n".join(region.solution) for region in regions if region.solution)
    wanted = ends if step else ours.clean()
    return Comparison(name, step, _trim(text.split("\n")), tuple(wanted.split("\n")), whys(regions))


def _outside(
    name: str, theirs: MarkedFile, ours: MarkedFile, places: Iterable[Comparison]
) -> list[Comparison]:
    """What stands around the regions, if it differs, without what belongs to a step."""
    moved = {line for place in places if place.elsewhere for line in place.yours}
    yours, wanted = (
        tuple(part for part in marked.parts if isinstance(part, str) and part.strip())
        for marked in (theirs, ours)
    )
    yours = tuple(line for line in yours if line not in moved or line in wanted)
    return [] if yours == wanted else [Comparison(name, "", yours, wanted)]


def _trim(lines: Sequence[str]) -> Lines:
    text = "\n".join(line.rstrip() for line in lines).strip("\n")
    return tuple(text.split("\n")) if text else ()
