"""Who is who: learners as their submissions are named, and as the LMS lists them.

An LMS names what is downloaded after people, in a form of its own:

- Canvas: ``lastfirst_12345_67890_file.zip``, or ``lastfirst_LATE_12345_67890_file.zip``,
  where 12345 is the user's id.
- Moodle: ``First Last_1234567_assignsubmission_file_``, where 1234567 is the number that
  the assignment's grading worksheet calls ``Participant 1234567``. It is no *ID number*,
  which is what the institution gave. Where names are hidden, it is
  ``Participant_1234567_assignsubmission_file_``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_DOWNLOADS = {
    "canvas": re.compile(
        r"^(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?:question_\d+_)?\d+(?:_.*)?$", re.I
    ),
    "moodle": re.compile(r"^(?P<name>.+?)_(?P<id>\d+)_assignsubmission_.*$", re.I),
}
_HIDDEN = "participant"
UNKNOWN = "nobody in the roster has this name, id or address"
_RENAME = "name it after an id or an address"


@dataclass(frozen=True)
class Person:
    """One line of a roster. ``ids`` tell one person from all others; ``names`` may not.

    Args:
        number: what downloads call them: ``canvas 12345``, ``moodle 991``; "" if not known.
        mark: an address or id, to tell them from somebody with the same name.
    """

    line: int
    label: str
    ids: frozenset[str]
    names: frozenset[str]
    number: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Match:
    """Who is who.

    Args:
        of: the person's line for each learner.
        problems: the others, and why there is none.
        claimed: lines that one of the others may be: they have handed in, perhaps.
    """

    of: dict[str, int]
    problems: tuple[tuple[str, str], ...]
    claimed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Fit:
    """Lines that a submission may be of; ``why`` it is none of them, "" if it can be."""

    lines: frozenset[int]
    why: str = ""


def person(
    line: int, label: str, ids: Iterable[str], names: Iterable[str], number: str = ""
) -> Person:
    """A person by all that identifies them; an e-mail address also by what is before its @."""
    given = [value for value in ids if value.strip()]
    known = {_exact(value) for value in given}
    loose = {key for value in names for key in _keys(value)}
    loose |= {_squashed(value.partition("@")[0]) for value in known if "@" in value}
    mark = next((value for value in given if "@" in value), given[0] if given else "")
    return Person(line, label, frozenset(known), frozenset(loose - {""}), number, mark)


def labels(people: Sequence[Person]) -> dict[int, str]:
    """What to call each, by line; where two have one name, with what tells them apart."""
    many = Counter(one.label for one in people)
    return {
        one.line: f"{one.label} ({one.mark})" if many[one.label] > 1 and one.mark else one.label
        for one in people
    }


def match(learners: Sequence[str], people: Sequence[Person]) -> Match:
    """Find each learner: by an id first, and only then by a name that is one person's alone.

    Of a download, its number and its name have to be of one person. Two learners who would
    be the same person are both left out: nobody guesses.
    """
    index, called = _Index(people), labels(people)
    fits = {learner: index.fit(learner) for learner in learners}
    found = {
        name: next(iter(fit.lines))
        for name, fit in fits.items()
        if len(fit.lines) == 1 and not fit.why
    }
    taken = Counter(found[learner] for learner in learners if learner in found)
    problems = {learner: _problem(fit, called) for learner, fit in fits.items()}
    for learner in [name for name, line in found.items() if taken[line] > 1]:
        problems[learner] = f"another submission is of {called[found.pop(learner)]} too"
    left = tuple((name, problems[name]) for name in learners if name not in found)
    claimed = {line for name, _ in left for line in fits[name].lines} - set(found.values())
    return Match(found, left, frozenset(claimed))


def _problem(fit: _Fit, called: Mapping[int, str]) -> str:
    if fit.why or not fit.lines:
        return fit.why or UNKNOWN
    who = "; ".join(called[line] for line in sorted(fit.lines))
    return f"{len(fit.lines)} people in the roster fit: {who}; {_RENAME}"


class _Index:
    """People by what they are called."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = {one.line: one for one in people}
        self._called = labels(people)
        self._ids: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        self._numbers: dict[str, set[int]] = defaultdict(set)
        for one in people:
            for key in one.ids:
                self._ids[key].add(one.line)
            for key in one.names:
                self._names[key].add(one.line)
            if one.number:
                self._numbers[one.number].add(one.line)

    def fit(self, learner: str) -> _Fit:
        """Whom a submission may be of."""
        exact = self._ids.get(_exact(learner))
        if exact:
            return _Fit(frozenset(exact))
        for kind, form in _DOWNLOADS.items():
            download = form.match(learner)
            if download and (fit := self._downloaded(kind, download["name"], download["id"])).lines:
                return fit
        return _Fit(self._named(learner))

    def _named(self, name: str) -> frozenset[int]:
        found = (self._names.get(key) for key in _keys(name))
        return frozenset(next(filter(None, found), ()))

    def _downloaded(self, kind: str, name: str, digits: str) -> _Fit:
        """By number and name, as far as the roster has them."""
        numbered = frozenset(self._numbers.get(f"{kind} {digits}", ()))
        named = self._named(name)
        agreed = numbered & named
        if agreed or not (numbered or named):
            return _Fit(agreed)
        if not numbered:
            without = {line for line in named if not self._numbered(line, kind)}
            return _Fit(frozenset(without)) if without else self._other(numbered, named)
        if not named and (_hidden(name) or self._nameless(numbered)):
            return _Fit(numbered)
        return self._other(numbered, named)

    def _numbered(self, line: int, kind: str) -> bool:
        return self._people[line].number.startswith(f"{kind} ")

    def _nameless(self, lines: Iterable[int]) -> bool:
        return not any(self._people[line].names for line in lines)

    def _other(self, numbered: frozenset[int], named: frozenset[int]) -> _Fit:
        """Number and name are not of one person: both are told."""
        number, name = (
            " or ".join(self._called[line] for line in sorted(lines)) for lines in (numbered, named)
        )
        if not numbered:
            why = f"its name is of {name}, whose number in the roster is another"
        elif not named:
            why = f"its number is of {number}, and its name is another"
        else:
            why = f"its number is of {number}, and its name of {name}"
        return _Fit(numbered | named, f"{why}; {_RENAME}")


def _hidden(name: str) -> bool:
    return _squashed(name) == _HIDDEN


def _exact(text: str) -> str:
    return " ".join(text.split()).casefold()


def _keys(name: str) -> tuple[str, ...]:
    """What a name is found by: as it is written, and its words in any order."""
    words = sorted(filter(None, map(_squashed, re.split(r"[\s,_]+", name))))
    return _squashed(name), " ".join(words)


def _squashed(text: str) -> str:
    """Letters and digits alone, without accents: ``Łúcía Ó-B`` and ``lucia o b`` are one."""
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L")).casefold()
    return "".join(letter for letter in plain if letter.isalnum())
