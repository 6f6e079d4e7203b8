"""Who is who: learners as their submissions are named, and as the LMS lists them.

An LMS names what is downloaded after people, in a form of its own:

- Canvas: ``lastfirst_12345_67890_file.zip``, or ``lastfirst_LATE_12345_67890_file.zip``,
  where 12345 is the user's id.
- Moodle: ``First Last_1234567_assignsubmission_file_``, where 1234567 is the number that
  the assignment's grading worksheet calls ``Participant 1234567``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CANVAS = re.compile(r"^(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?:question_\d+_)?\d+(?:_.*)?$", re.I)
_MOODLE = re.compile(r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_.*$", re.I)
UNKNOWN = "nobody in the roster has this name, id or address"


@dataclass(frozen=True)
class Person:
    """One line of a roster. ``ids`` tell one person from all others; ``names`` may not."""

    line: int
    label: str
    ids: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True)
class Match:
    """``of``: the person's line for each learner; ``problems``: why there is none."""

    of: dict[str, int]
    problems: tuple[tuple[str, str], ...]


def person(line: int, label: str, ids: Iterable[str], names: Iterable[str]) -> Person:
    """A person by all that identifies them; an e-mail address also by what is before its @."""
    known = {_exact(value) for value in ids} - {""}
    loose = {_squashed(value) for value in names}
    loose |= {_squashed(value.partition("@")[0]) for value in known if "@" in value}
    return Person(line, label, frozenset(known), frozenset(loose - {""}))


def match(learners: Sequence[str], people: Sequence[Person]) -> Match:
    """Find each learner: by an id first, and only then by a name that is one person's alone.

    Two learners who would be the same person are both left out: nobody guesses.
    """
    by_id, by_name = _index(people, "ids"), _index(people, "names")
    labels = {one.line: one.label for one in people}
    lines = {learner: _candidates(learner, by_id, by_name) for learner in learners}
    found = {learner: next(iter(fits)) for learner, fits in lines.items() if len(fits) == 1}
    taken = Counter(found[learner] for learner in learners if learner in found)
    problems = {learner: _problem(len(fits)) for learner, fits in lines.items()}
    for learner in [name for name, line in found.items() if taken[line] > 1]:
        problems[learner] = f"another submission is of {labels[found.pop(learner)]} too"
    left = [(learner, problems[learner]) for learner in learners if learner not in found]
    return Match(found, tuple(left))


def _problem(fits: int) -> str:
    many = f"{fits} people in the roster fit; name it after an id or an address"
    return many if fits else UNKNOWN


def _index(people: Sequence[Person], kind: str) -> dict[str, set[int]]:
    index: dict[str, set[int]] = defaultdict(set)
    for one in people:
        for key in getattr(one, kind):
            index[key].add(one.line)
    return index


def _candidates(learner: str, by_id: dict[str, set[int]], by_name: dict[str, set[int]]) -> set[int]:
    download = _CANVAS.match(learner) or _MOODLE.match(learner)
    ids, names = [_exact(learner)], [_squashed(learner)]
    if download:
        ids += [download["id"], f"participant {download['id']}"]
        names.append(_squashed(download["name"]))
    for keys, index in ((ids, by_id), (names, by_name)):
        for key in keys:
            if key and index.get(key):
                return index[key]
    return set()


def _exact(text: str) -> str:
    return " ".join(text.split()).casefold()


def _squashed(text: str) -> str:
    """Letters and digits alone, without accents: ``Łúcía Ó-B`` and ``lucia o b`` are one."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L")).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
