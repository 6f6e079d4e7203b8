"""Groups of learners whose code is nearly the same: a hint where to look, no more.

Why not a library: copydetect, the one on PyPI that is known for this, compares every pair
(five thousand learners are twelve million pairs) and brings matplotlib; JPlag and Dolos
need Java and Node. The algorithm is that of all three: see :mod:`fingerprints`.

What says nothing is taken out first: code that the course gives or that a kept right
answer has, and code that a quarter of the class has. Copies that are equal token by token
count as one, so that a large ring is not taken for what everybody has. Pairs are found
by an inverted index, never by comparing all with all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise

from checker.pages import fingerprints
from checker.pages.classroom import Group, Pair, Place, Shared

Sources = Mapping[str, Mapping[str, str]]
"""By learner and path (``lesson1_core_concepts/main.py``): the text of a file."""

SHARE = 0.75
"""Of the fingerprints of the one who has fewer, that the other must have too."""
FEWEST = 15
"""Fingerprints of their own: about 45 tokens, six lines. Less says nothing."""
COMMON = 0.25
COMMON_FEWEST = 8
"""What this share of the class has, and at least so many learners, is everybody's."""
RARE = 20
"""Of more who have a fingerprint, only neighbors become pairs, so the work stays linear."""
MOST_FILES = 50
MOST_PAIRS = 6
MOST_PLACES = 12


@dataclass(frozen=True)
class _Work:
    """What learners have of a part that is their own: ``learners`` have the very same."""

    learners: tuple[str, ...]
    marks: frozenset[int]


def groups(sources: Sources, known: Iterable[str] = ()) -> tuple[Group, ...]:
    """Learners with near-identical code, those who share most code first.

    Args:
        sources: may read its files when asked for them; each learner's are asked for
            once, and again for those who are in a group.
        known: stubs, solutions, right answers: code that is nobody's own.
    """
    given = {run for text in known for run in fingerprints.read(text).runs}
    parts = _read(sources, given)
    found: dict[tuple[str, ...], list[tuple[str, float]]] = defaultdict(list)
    for part, marks in sorted(parts.items()):
        for learners, share in _alike(_works(marks)):
            found[learners].append((part, share))
    made = [_group(sources, given, learners, where) for learners, where in found.items()]
    return tuple(sorted(made, key=lambda g: (-sum(p.lines for p in g.pairs), g.learners)))


def part_of(path: str) -> str:
    """The lesson that a path belongs to: its first folder, or the file itself."""
    return path.removeprefix("lessons/").partition("/")[0]


# -- reading -------------------------------------------------------------------------------


def _read(sources: Sources, given: set[int]) -> dict[str, dict[str, set[int]]]:
    """By part and learner: the fingerprints that are not the course's."""
    parts: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for learner in sources:
        for path, text in _files(sources[learner]):
            marks = fingerprints.read(text).fingerprints - given
            parts[part_of(path)].setdefault(learner, set()).update(marks)
    return parts


def _files(files: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(files.items())[:MOST_FILES]


def _works(marks: Mapping[str, set[int]]) -> list[_Work]:
    """One part's works, the equal ones as one, without what everybody has."""
    same: dict[frozenset[int], list[str]] = defaultdict(list)
    for learner, found in marks.items():
        same[frozenset(found)].append(learner)
    counts = Counter(mark for found in same for mark in found)
    limit = max(COMMON_FEWEST, COMMON * len(marks))
    everybodys = {mark for mark, count in counts.items() if count >= limit}
    works = [_Work(tuple(sorted(who)), found - everybodys) for found, who in same.items()]
    return [work for work in works if len(work.marks) >= FEWEST]


# -- pairs and groups ----------------------------------------------------------------------


def _alike(works: Sequence[_Work]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Learners who hang together by near-identical works, and the least share that does it."""
    linked: dict[int, int] = {}
    least: dict[int, float] = {}
    for one, other, share in _linked(works):
        a, b = _root(linked, one), _root(linked, other)
        least[a] = min(share, least.get(a, 1.0), least.get(b, 1.0))
        if a != b:
            linked[b] = a
    members: dict[int, list[str]] = defaultdict(list)
    for number, work in enumerate(works):
        members[_root(linked, number)] += work.learners
    for root, learners in members.items():
        if len(learners) > 1:
            yield tuple(sorted(learners)), least.get(root, 1.0)


def _linked(works: Sequence[_Work]) -> Iterator[tuple[int, int, float]]:
    owners: dict[int, list[int]] = defaultdict(list)
    for number, work in enumerate(works):
        for mark in work.marks:
            owners[mark].append(number)
    pairs = Counter(pair for who in owners.values() for pair in _candidates(who))
    for (one, other), shared in pairs.items():
        if shared < 3:
            continue
        left, right = works[one].marks, works[other].marks
        share = len(left & right) / min(len(left), len(right))
        if share >= SHARE:
            yield one, other, share


def _candidates(who: Sequence[int]) -> Iterator[tuple[int, int]]:
    return combinations(who, 2) if len(who) <= RARE else pairwise(who)


def _root(linked: dict[int, int], number: int) -> int:
    while linked.get(number, number) != number:
        number = linked[number]
    return number


# -- what to look at -----------------------------------------------------------------------


def _group(
    sources: Sources,
    given: set[int],
    learners: tuple[str, ...],
    where: Sequence[tuple[str, float]],
) -> Group:
    parts = tuple(part for part, _ in where)
    shown = learners[: MOST_PAIRS + 1]
    wanted = [(parts[0], shown[0], other) for other in shown[1:]]
    wanted += [(part, learners[0], learners[1]) for part in parts[1:]]
    pairs = [_pair(sources, given, *names) for names in wanted[:MOST_PAIRS]]
    share = min([*(share for _, share in where), *(pair.share for pair in pairs)])
    return Group(learners, parts, share, tuple(sorted(pairs, key=lambda p: -p.lines)))


def _pair(sources: Sources, given: set[int], part: str, left: str, right: str) -> Pair:
    ours, theirs = (_runs(sources[learner], part, given) for learner in (left, right))
    both = ours.keys() & theirs.keys()
    places = _places((ours[run], theirs[run]) for run in both)
    lines = sum(shared.left.last - shared.left.first + 1 for shared in places)
    share = len(both) / (min(len(ours), len(theirs)) or 1)
    return Pair(left, right, part, share, lines, tuple(places[:MOST_PLACES]))


def _runs(files: Mapping[str, str], part: str, given: set[int]) -> dict[int, Place]:
    """Where each run of tokens stands first."""
    found: dict[int, Place] = {}
    for path, text in _files(files):
        if part_of(path) == part:
            code = fingerprints.read(text)
            for number, run in enumerate(code.runs):
                if run not in given:
                    last = code.lines[number + fingerprints.RUN - 1]
                    found.setdefault(run, Place(path, code.lines[number], last))
    return found


def _places(pairs: Iterable[tuple[Place, Place]]) -> list[Shared]:
    """Matches that follow each other on both sides, as one; the longest first."""
    ordered = sorted(pairs, key=lambda pair: (pair[0].file, pair[1].file, pair[0].first))
    joined: list[Shared] = []
    for _, same in groupby(ordered, key=lambda pair: (pair[0].file, pair[1].file)):
        joined += _joined([Shared(*pair) for pair in same])
    return sorted(joined, key=lambda s: (-(s.left.last - s.left.first), s.left.first))


def _joined(found: Sequence[Shared]) -> list[Shared]:
    out = list(found[:1])
    for each in found[1:]:
        before = out[-1]
        near = each.left.first <= before.left.last + 1
        if near and before.right.first <= each.right.first <= before.right.last + 1:
            out[-1] = Shared(_span(before.left, each.left), _span(before.right, each.right))
        else:
            out.append(each)
    return out


def _span(first: Place, second: Place) -> Place:
    return Place(first.file, first.first, max(first.last, second.last))
